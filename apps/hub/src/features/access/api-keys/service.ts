// SPDX-License-Identifier: Apache-2.0
/** Keys are made, shown and revoked: one's own, and those of the programs of an organisation. */
import {
  type ApiKey,
  type CreatedKey,
  type CurrentKey,
  FengsuiError,
  KEY_SCOPES,
  MAX_KEY_DAYS,
  MAX_KEYS,
  type NewKey,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import {
  audited,
  type OrganisationId,
  type PersonId,
  personPrincipal,
  type Records,
  type Tx,
} from "../../../platform/records/index.ts";
import { prefixOf, writeKey } from "./format.ts";
import * as store from "./records.ts";

const DAY_MS = 24 * 60 * 60_000;

export interface KeyParts {
  readonly records: Records;
  readonly clock: Clock;
}

/** Whom it is made for, and whose record says so: the organisation's of a service account, else the person's own. */
export interface NewOwner {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId | null;
}

export class ApiKeys {
  readonly #parts: KeyParts;

  constructor(parts: KeyParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn): Promise<ApiKey[]> {
    return await this.#parts.records.read(personPrincipal(person), async (tx) =>
      (await store.listKeysOf(tx, [person.id])).map((row) => toWire(row, tx.now)),
    );
  }

  async create(signedIn: SignedIn, wanted: NewKey): Promise<CreatedKey> {
    requireWithin(signedIn, wanted);
    const owner = { personId: signedIn.person.id, organisationId: null };
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), (tx) =>
      createKey(tx, owner, wanted),
    );
  }

  /** Of the request itself. */
  async current({ person, organisations }: SignedIn): Promise<CurrentKey> {
    const { id, name, language, key } = person;
    if (key === undefined) throw new FengsuiError("access.key_not_found", "the request came by no key");
    return await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const row = await store.findKey(tx, key.id);
      if (row === undefined) throw notFound();
      return { key: toWire(row, tx.now), person: { id, name, language }, organisations: [...organisations] };
    });
  }

  /** One's own, or that of a service account that one administers. */
  async revoke({ person }: SignedIn, id: Id<"api-key">): Promise<void> {
    await this.#parts.records.transaction(personPrincipal(person), async (tx) => {
      const row = await store.findKey(tx, id);
      if (row === undefined) throw notFound();
      const organisationId = row.person_id === person.id ? null : (row.organisation_ids?.[0] ?? null);
      const entry = { action: "api_key.revoke", subject: { kind: "api_key", id }, organisationId };
      await audited(tx, { ...entry, detail: { name: row.name } }, async (write) => {
        if (!(await store.revokeKey(write, id, { by: person.id, now: tx.now }))) throw notFound();
      });
    });
  }
}

/** The only time that the key itself is there to be read. */
export async function createKey(tx: Tx, owner: NewOwner, wanted: NewKey): Promise<CreatedKey> {
  if (tx.principal.kind !== "person") throw new TypeError("a person makes a key");
  const expiresAt = requireExpiry(new Date(wanted.expiresAt), tx.now);
  if ((await store.countActive(tx, owner.personId)) >= MAX_KEYS)
    throw new FengsuiError("access.key_limit", `there are ${MAX_KEYS} that hold`);
  const { id, text, hash } = writeKey(newId<"api-key">({ now: () => tx.now }));
  const { name, organisationIds, ratePerMinute } = wanted;
  const scopes = KEY_SCOPES.filter((scope) => wanted.scopes.includes(scope));
  const row: store.NewRow = {
    id,
    person_id: owner.personId,
    name,
    secret_hash: hash,
    scopes,
    organisation_ids: organisationIds === null ? null : [...new Set(organisationIds)].map(organisationIdOf),
    rate_per_minute: ratePerMinute,
    created_by: tx.principal.personId,
    created_at: tx.now,
    expires_at: expiresAt,
  };
  const detail = { name, scopes, organisationIds, expiresAt: expiresAt.toISOString(), for: owner.personId };
  const entry = { action: "api_key.create", subject: { kind: "api_key", id }, detail };
  await audited(tx, { ...entry, organisationId: owner.organisationId }, (write) =>
    store.insertKey(write, row),
  );
  const made = await store.findKey(tx, id);
  if (made === undefined) throw new TypeError("who made a key does not see it");
  return { key: toWire(made, tx.now), secret: text };
}

function requireExpiry(expiresAt: Date, now: Date): Date {
  if (expiresAt <= now) throw new FengsuiError("access.key_expiry", "that time has passed");
  if (expiresAt.getTime() - now.getTime() > MAX_KEY_DAYS * DAY_MS)
    throw new FengsuiError("access.key_expiry", "that is more than a year from now");
  return expiresAt;
}

/** The database sees to it at every use; here it is said. */
function requireWithin({ organisations, hubRoles }: SignedIn, { organisationIds, scopes }: NewKey): void {
  const foreign = organisationIds?.find((id) => !organisations.some((own) => own.id === id));
  if (foreign !== undefined)
    throw new FengsuiError("access.key_widens", `you are not in the organisation ${foreign}`);
  if (scopes.includes("hub:roles") && hubRoles.length === 0)
    throw new FengsuiError("access.key_widens", "you have no role of the hub");
}

export function toWire(row: store.KeyRow, now: Date): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: prefixOf(row.id),
    state: stateOf(row, now),
    scopes: KEY_SCOPES.filter((scope) => row.scopes.includes(scope)),
    organisationIds: row.organisation_ids,
    ratePerMinute: row.rate_per_minute,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastAddress: row.last_address,
  };
}

function stateOf({ revoked_at, expires_at }: store.KeyRow, now: Date): ApiKey["state"] {
  if (revoked_at !== null) return "revoked";
  return expires_at <= now ? "expired" : "active";
}

export function notFound(): FengsuiError {
  return new FengsuiError("access.key_not_found", "no key that holds has this id, as far as you can see");
}
