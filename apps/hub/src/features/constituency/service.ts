// SPDX-License-Identifier: Apache-2.0
/**
 * What an organisation says that it answers for, and how that is proved. Saying it is for its administrators, looking
 * whether it is proved for the hub, confirming what cannot be looked up for coordinators; claims of several on the same
 * stand side by side until people have spoken about it.
 */
import { randomBytes } from "node:crypto";
import {
  type Answering,
  CLAIM,
  type Claim,
  type Contact,
  FengsuiError,
  type NewClaim,
} from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import { RateLimiter, type SignedIn } from "../../platform/http/index.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import { type Id, newId } from "../../platform/ids.ts";
import { tell } from "../../platform/live/index.ts";
import { isUniqueViolation } from "../../platform/records/failures.ts";
import {
  announce,
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  systemPrincipal,
  type Writer,
} from "../../platform/records/index.ts";
import { check } from "./proofs/check.ts";
import type { Outside } from "./proofs/outside.ts";
import * as store from "./records.ts";
import {
  challengeText,
  fileOf,
  isWithin,
  judge,
  MAX_CLAIMS,
  mayBeProvedByAddress,
  readAsked,
  readClaim,
  recordOf,
} from "./rules.ts";

export interface ConstituencyParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly outside: Outside;
}

const CHECKER = systemPrincipal("constituency.check");
/** Of one person: each asks somebody outside. */
const CHECKS = { burst: 30, everyMs: 10_000 };

export class Constituency {
  readonly #parts: ConstituencyParts;
  readonly #rate: RateLimiter;

  constructor(parts: ConstituencyParts) {
    this.#parts = parts;
    this.#rate = new RateLimiter(CHECKS, parts.clock);
  }

  async listContacts({ person }: SignedIn, id: OrganisationId): Promise<Contact[]> {
    return await this.#parts.records.read(personPrincipal(person), async (tx) => {
      await requireConcern(tx, id);
      return await store.listContacts(tx, id);
    });
  }

  async setContacts(signedIn: SignedIn, id: OrganisationId, contacts: readonly Contact[]): Promise<void> {
    requireKeeper(signedIn, id);
    await this.#requireThere(signedIn, id);
    const detail = { roles: contacts.map(({ role }) => role) };
    await this.#write(signedIn, id, { action: "organisation.change_contacts", id, detail }, (write) =>
      store.replaceContacts(write, id, contacts),
    );
  }

  async list({ person }: SignedIn, id: OrganisationId): Promise<Claim[]> {
    return await this.#parts.records.read(personPrincipal(person), async (tx) => {
      await requireConcern(tx, id);
      return await read(tx, id);
    });
  }

  async claim(signedIn: SignedIn, organisationId: OrganisationId, wanted: NewClaim): Promise<Claim> {
    requireRole(signedIn, organisationId, "administrator");
    const { records, clock } = this.#parts;
    const claimed = readClaim(wanted.kind, wanted.value);
    const id = newId<"claim">(clock);
    const existing = await records.read(personPrincipal(signedIn.person), (tx) =>
      store.listClaims(tx, organisationId),
    );
    if (existing.length >= MAX_CLAIMS) throw new FengsuiError("claim.too_many", `it has ${existing.length}`);
    const detail = { kind: claimed.kind, value: claimed.value };
    try {
      await this.#write(
        signedIn,
        organisationId,
        { action: "claim.create", id, detail },
        async (write, now) => {
          await store.insertClaim(write, {
            ...claimed,
            id,
            organisation_id: organisationId,
            challenge: randomBytes(24).toString("base64url"),
            created_by: signedIn.person.id,
            created_at: now,
            changed_at: now,
          });
          // Whether others claim the same, the hub looks: whoever claims it may not know.
          await announce(write, { topic: "claim.made", payload: { claimId: id } });
        },
      );
    } catch (cause) {
      if (!isUniqueViolation(cause)) throw cause;
      throw new FengsuiError("claim.exists", `${claimed.value} is claimed already`, { cause });
    }
    return await this.#one(signedIn, organisationId, id);
  }

  async withdraw(signedIn: SignedIn, organisationId: OrganisationId, id: Id<"claim">): Promise<void> {
    requireKeeper(signedIn, organisationId);
    const { kind, value } = await this.#find(signedIn, organisationId, id);
    const detail = { kind, value };
    await this.#write(signedIn, organisationId, { action: "claim.withdraw", id, detail }, async (write) => {
      if (!(await store.deleteClaim(write, id))) throw notFound();
    });
  }

  /** Looks now, by its administrator or a coordinator. What was found is the hub's to write. */
  async check(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    { id, address }: { readonly id: Id<"claim">; readonly address: string | undefined },
  ): Promise<Claim> {
    requireKeeper(signedIn, organisationId);
    this.#rate.take(signedIn.person.id);
    const row = await this.#find(signedIn, organisationId, id);
    if (address !== undefined && (row.network === null || !isWithin(address, row.value)))
      throw new FengsuiError("claim.invalid", `${address} is not within ${row.value}`);
    await this.#look(row, { address, askedBy: signedIn.person.id });
    return await this.#one(signedIn, organisationId, id);
  }

  /** By a coordinator, in their own name and with a reason. */
  async confirm(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    { id, note }: { readonly id: Id<"claim">; readonly note: string },
  ): Promise<Claim> {
    const { kind, value } = await this.#find(signedIn, organisationId, id);
    const detail = { kind, value, note };
    await this.#write(signedIn, organisationId, { action: "claim.confirm", id, detail }, (write, now) =>
      store.confirmClaim(write, id, { personId: signedIn.person.id, note, now }),
    );
    return await this.#one(signedIn, organisationId, id);
  }

  /** Who answers for an address, a domain or an autonomous system: of those that were proved. */
  async answering({ person }: SignedIn, value: string): Promise<Answering> {
    const asked = readAsked(value);
    return await this.#parts.records.read(personPrincipal(person), async (tx) =>
      toAnswering(await store.answering(tx, asked)),
    );
  }

  /** What was proved is looked at again, before it is relied on for ever. */
  async checkDue(signal: AbortSignal): Promise<void> {
    const due = await this.#parts.records.read(CHECKER, store.dueClaims);
    for (const row of due) {
      if (signal.aborted) return;
      await this.#look(row, { address: undefined, askedBy: null });
    }
  }

  async #look(
    row: store.ClaimRow,
    { address, askedBy }: { readonly address: string | undefined; readonly askedBy: string | null },
  ): Promise<void> {
    const fileAddress = address ?? row.file_address ?? undefined;
    const found = await check(this.#parts.outside, { ...row, fileAddress });
    const organisationId = row.organisation_id;
    // What a coordinator confirmed is not undone because no record says so.
    if (found.outcome !== "found" && row.state === "proved" && row.method === "coordinator") return;
    await this.#parts.records.transaction(CHECKER, async (tx) => {
      const verdict = judge(row, found, tx.now);
      const detail = { value: row.value, outcome: found.outcome, state: verdict.state, askedBy };
      const subject = { kind: "claim", id: row.id };
      await audited(tx, { action: "claim.check", subject, organisationId, detail }, async (write) => {
        const what = { check: found, verdict, fileAddress: fileAddress ?? null, now: tx.now };
        if (!(await store.writeCheck(write, row, what))) return;
        if (verdict.isLostNow) await announce(write, { topic: "claim.lost", payload: { claimId: row.id } });
        await tellOf(write, organisationId);
      });
    });
  }

  /** A coordinator may say it of every organisation that there is. */
  async #requireThere({ person }: SignedIn, id: OrganisationId): Promise<void> {
    const isThere = await this.#parts.records.read(personPrincipal(person), (tx) => store.concernsMe(tx, id));
    if (!isThere) throw new FengsuiError("organisation.not_found", `no organisation has the id ${id}`);
  }

  async #find(signedIn: SignedIn, organisationId: OrganisationId, id: Id<"claim">) {
    const row = await this.#parts.records.read(personPrincipal(signedIn.person), (tx) =>
      store.findClaim(tx, id),
    );
    if (row === undefined || row.organisation_id !== organisationId) throw notFound();
    return row;
  }

  async #one({ person }: SignedIn, organisationId: OrganisationId, id: Id<"claim">): Promise<Claim> {
    const claims = await this.#parts.records.read(personPrincipal(person), (tx) => read(tx, organisationId));
    const found = claims.find((claim) => claim.id === id);
    if (found === undefined) throw notFound();
    return found;
  }

  async #write(
    { person, organisations }: SignedIn,
    organisationId: OrganisationId,
    { action, id, detail }: { readonly action: string; readonly id: string; readonly detail: object },
    change: (write: Writer, now: Date) => Promise<void>,
  ): Promise<void> {
    // A role of the hub that is not of it writes into the record of the hub.
    const isOfIt = organisations.some((own) => own.id === organisationId);
    const entry = {
      action,
      subject: { kind: action.startsWith("claim.") ? "claim" : "organisation", id },
      organisationId: isOfIt ? organisationId : null,
      detail: isOfIt ? { ...detail } : { ...detail, organisationId },
    };
    await this.#parts.records.transaction(personPrincipal(person), (tx) =>
      audited(tx, entry, async (write) => {
        await change(write, tx.now);
        await tellOf(write, organisationId);
      }),
    );
  }
}

async function tellOf(write: Writer, organisationId: OrganisationId): Promise<void> {
  await tell(write, [{ topic: "organisation.changed", organisationId, ids: [organisationId] }]);
}

/** Whom it does not concern learns nothing, not even that there is something. */
async function requireConcern(tx: ReadTx, id: OrganisationId): Promise<void> {
  if (await store.concernsMe(tx, id)) return;
  throw new FengsuiError("access.forbidden", "this is for its own people, its centre's and coordinators");
}

function requireKeeper(signedIn: SignedIn, organisationId: OrganisationId): void {
  if (!signedIn.hubRoles.includes("coordinator")) requireRole(signedIn, organisationId, "administrator");
}

function notFound(): FengsuiError {
  return new FengsuiError("claim.not_found", "no claim of it has this id");
}

async function read(tx: ReadTx, organisationId: OrganisationId): Promise<Claim[]> {
  const rows = await store.listClaims(tx, organisationId);
  const overlaps = Map.groupBy(await store.overlapsOf(tx, organisationId), ({ id }) => id);
  return rows.map((row) =>
    toWire(
      row,
      (overlaps.get(row.id) ?? []).map(({ id: _, ...rest }) => rest),
    ),
  );
}

function toWire(row: store.ClaimRow, overlaps: Claim["overlaps"]): Claim {
  return CLAIM.parse({
    id: row.id,
    organisationId: row.organisation_id,
    kind: row.kind,
    value: row.value,
    state: row.state,
    method: row.method,
    provedAt: row.proved_at?.toISOString() ?? null,
    provedBy: row.proved_by,
    note: row.note,
    challenge: {
      text: challengeText(row.challenge),
      record: recordOf(row),
      file: fileOf(row, row.file_address ?? undefined),
      needsAddress: mayBeProvedByAddress(row),
    },
    outcome: row.outcome,
    checkedAt: row.checked_at?.toISOString() ?? null,
    nextCheckAt: row.next_check_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    overlaps,
  });
}

function toAnswering(rows: Awaited<ReturnType<typeof store.answering>>): Answering {
  return {
    organisations: rows.flatMap(({ id, name, value, method, provedAt }) =>
      method === null || provedAt === null
        ? []
        : [{ id, name, claim: value, method, provedAt: provedAt.toISOString() }],
    ),
  };
}
