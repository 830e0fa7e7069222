// SPDX-License-Identifier: Apache-2.0
/** Hosts that logs tell of and the ledger lacks: taken into it, or ignored with a reason and not proposed again. */
import {
  type Asset,
  type BulkOutcome,
  FengsuiError,
  type HostProposal,
  type HostProposalQuery,
} from "@fengsui/contract";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { type AssetChanged, audienceFor, changeAssets, requireAsset } from "../assets/change.ts";
import { beginWhereTaken } from "../assets/claims.ts";
import * as identifiers from "../assets/identifier-records.ts";
import { insertProposals } from "../assets/merge-proposals.ts";
import { insertAssets, updateAsset } from "../assets/records.ts";
import { exists, getAsset } from "../assets/service.ts";
import { ALWAYS, type Claim, claimsOfHost } from "../identity/identifiers.ts";
import { resolve } from "../identity/rules.ts";
import { oneByOne } from "../one-by-one.ts";
import { type LookParts, lookForHosts } from "./look.ts";
import * as store from "./records.ts";

export interface Acceptance {
  readonly systemId: Id<"system"> | null;
  readonly assetId: Id<"asset"> | undefined;
}

export class HostProposals {
  readonly #parts: LookParts;

  constructor(parts: LookParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, query: HostProposalQuery) {
    const { after, organisationId, ...rest } = query;
    return await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const rows = await store.listHosts(tx, {
        ...rest,
        organisationId: organisationId === undefined ? undefined : organisationIdOf(organisationId),
        after: after === undefined ? undefined : readCursor<"seen-host">(after),
      });
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      const next = last === undefined ? null : writeCursor({ time: last.last_seen_at, id: last.id });
      return { proposals: await toProposals(tx, rows), next };
    });
  }

  /** Does at once what the hub does by itself every few minutes. */
  async look(signal: AbortSignal): Promise<void> {
    await lookForHosts(this.#parts, signal);
  }

  async accept(signedIn: SignedIn, id: Id<"seen-host">, wanted: Acceptance): Promise<Asset> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisation_id: organisationId, name } = await requireOpen(tx, id);
      requireRole(signedIn, organisationId, "analyst");
      const detail = { name, systemId: wanted.systemId, assetId: wanted.assetId ?? null };
      const entry = { action: "host_proposal.accept", subject: { kind: "host_proposal", id }, detail };
      let assetId: Id<"asset"> | undefined;
      await changeAssets(tx, { ...entry, organisationId }, async (write) => {
        const host = await requireOpen(tx, id);
        const taken = await take(tx, write, host, wanted);
        assetId = taken.id;
        if (host.ignored_at !== null) await store.ignoreHost(write, id, undefined);
        return { assets: [taken], values: [host.name] };
      });
      if (assetId === undefined) throw new TypeError("an accepted host is no asset");
      return await getAsset(tx, assetId);
    });
  }

  async acceptMany(
    signedIn: SignedIn,
    ids: readonly Id<"seen-host">[],
    systemId: Id<"system"> | null,
  ): Promise<BulkOutcome> {
    return await oneByOne(ids, async (id) => {
      await this.accept(signedIn, id, { systemId, assetId: undefined });
    });
  }

  async ignoreMany(
    signedIn: SignedIn,
    ids: readonly Id<"seen-host">[],
    reason: string,
  ): Promise<BulkOutcome> {
    return await oneByOne(ids, (id) => this.ignore(signedIn, id, reason));
  }

  async reconsiderMany(signedIn: SignedIn, ids: readonly Id<"seen-host">[]): Promise<BulkOutcome> {
    return await oneByOne(ids, (id) => this.reconsider(signedIn, id));
  }

  async ignore(signedIn: SignedIn, id: Id<"seen-host">, reason: string): Promise<void> {
    const by = signedIn.person.id;
    await this.#decide(signedIn, id, { action: "ignore", detail: { reason } }, (write, { now: at }) =>
      store.ignoreHost(write, id, { at, by, reason }),
    );
  }

  /** It is proposed again. */
  async reconsider(signedIn: SignedIn, id: Id<"seen-host">): Promise<void> {
    await this.#decide(signedIn, id, { action: "reconsider", detail: {} }, (write) =>
      store.ignoreHost(write, id, undefined),
    );
  }

  async #decide(
    signedIn: SignedIn,
    id: Id<"seen-host">,
    about: { readonly action: string; readonly detail: Readonly<Record<string, unknown>> },
    change: (write: Writer, tx: Tx) => Promise<void>,
  ): Promise<void> {
    await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisation_id: organisationId, name } = await requireOpen(tx, id);
      requireRole(signedIn, organisationId, "analyst");
      const subject = { kind: "host_proposal", id };
      const action = `host_proposal.${about.action}`;
      const detail = { name, ...about.detail };
      await audited(tx, { action, subject, organisationId, detail }, async (write) => {
        await change(write, tx);
        await tell(write, [{ topic: "host_proposal.changed", organisationId, ids: [id] }]);
      });
    });
  }
}

async function requireOpen(tx: ReadTx, id: Id<"seen-host">): Promise<store.HostRow> {
  const row = await store.findHost(tx, id);
  if (row === undefined || row.asset_id !== null)
    throw new FengsuiError("host_proposal.not_found", `no proposal has the id ${id}`);
  return row;
}

/** The asset that was named, or that it is by the rules, gets the name; else it is a new one. */
async function take(tx: Tx, write: Writer, host: store.HostRow, wanted: Acceptance): Promise<AssetChanged> {
  const seen = claimsOf(host);
  const values = seen.map(({ value }) => value);
  const known = await identifiers.findKnown(tx, host.organisation_id, { values });
  const found = resolve({ kind: "host", claims: seen }, known);
  if (wanted.assetId === undefined && found.kind === "ambiguous") throw exists(...found.candidates);
  const isKnown = wanted.assetId ?? (found.kind === "same" ? found.candidate.id : undefined);
  if (isKnown !== undefined) return await nameAlso(tx, write, host, { id: isKnown, claims: seen });
  const added = await addNew(tx, write, host, { systemId: wanted.systemId, known });
  const pairs = found.kind === "new" ? found.perhaps.map((one) => ({ ...one, id: added.id })) : [];
  await insertProposals(tx, write, host.organisation_id, pairs);
  return added;
}

function claimsOf({ name, first_seen_at, last_seen_at }: store.HostRow): Claim[] {
  return claimsOfHost(name, { from: first_seen_at.getTime(), to: last_seen_at.getTime() + 1 });
}

async function nameAlso(
  tx: Tx,
  write: Writer,
  host: store.HostRow,
  { id, claims }: { readonly id: Id<"asset">; readonly claims: readonly Claim[] },
): Promise<AssetChanged> {
  const asset = await requireAsset(tx, id);
  if (asset.organisation_id !== host.organisation_id || asset.kind !== "host")
    throw new FengsuiError("asset.not_found", "the asset is no host of the organisation");
  const open = claims.map((claim) => ({ ...claim, to: null }));
  await identifiers.insertIdentifiers(write, rowsOf(tx, asset, open));
  await updateAsset(write, id, { changed_at: tx.now });
  const { organisation_id, audience_id } = asset;
  return { id, organisation_id, audience_id, action: "accept_host", detail: { name: host.name } };
}

async function addNew(
  tx: Tx,
  write: Writer,
  { name, organisation_id, first_seen_at }: store.HostRow,
  {
    systemId,
    known,
  }: { readonly systemId: Id<"system"> | null; readonly known: readonly identifiers.KnownAsset[] },
): Promise<AssetChanged> {
  const id = newId<"asset">({ now: () => tx.now });
  const audience_id = await audienceFor(tx, write, organisation_id, systemId);
  const asset = { id, organisation_id, audience_id };
  const times = { created_at: tx.now, changed_at: tx.now };
  await insertAssets(write, [
    { ...asset, ...times, system_id: systemId, kind: "host", name: name.slice(0, 300) },
  ]);
  const claims = beginWhereTaken(claimsOfHost(name, ALWAYS), known, first_seen_at.getTime());
  await identifiers.insertIdentifiers(write, rowsOf(tx, asset, claims));
  return { ...asset, action: "create", detail: { kind: "host", name, systemId, fromLogs: true } };
}

function rowsOf(tx: Tx, asset: identifiers.Owner, claims: readonly Claim[]) {
  return claims.map((claim) => identifiers.identifierRow(asset, claim, { origin: "log", now: tx.now }));
}

async function toProposals(tx: ReadTx, rows: readonly store.HostRow[]): Promise<HostProposal[]> {
  const proposals: HostProposal[] = [];
  const known = new Map<OrganisationId, identifiers.KnownAsset[]>();
  for (const [organisationId, hosts] of Map.groupBy(rows, ({ organisation_id }) => organisation_id)) {
    const values = hosts.flatMap((host) => claimsOf(host).map(({ value }) => value));
    known.set(organisationId, await identifiers.findKnown(tx, organisationId, { values }));
  }
  for (const row of rows)
    proposals.push({
      id: row.id,
      organisationId: row.organisation_id,
      name: row.name,
      firstSeenAt: row.first_seen_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      sourceIds: row.source_ids,
      state: row.ignored_at === null ? "open" : "ignored",
      ignoredReason: row.ignored_reason,
      candidates: candidatesOf(row, known.get(row.organisation_id) ?? []),
    });
  return proposals;
}

function candidatesOf(row: store.HostRow, known: readonly identifiers.KnownAsset[]) {
  const found = resolve({ kind: "host", claims: claimsOf(row) }, known);
  const candidates =
    found.kind === "same"
      ? [found.candidate]
      : found.kind === "ambiguous"
        ? found.candidates
        : found.perhaps.map(({ candidate }) => candidate);
  return candidates.map(({ id, name }) => ({ id, name }));
}
