// SPDX-License-Identifier: Apache-2.0
/** Where logs come from: who may send, what it is taken for, and when it was last heard. */
import type { IncomingHttpHeaders } from "node:http";
import { FengsuiError, type Source, type SourceChange } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import type { IngestSource, SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  audited,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Records,
  systemPrincipal,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { hashKey, keyOf, newKey } from "./keys.ts";
import * as store from "./records.ts";
import { findSourceBySender, type Peer, replaceSenders, sendersOf } from "./senders.ts";
import { toSource } from "./view.ts";

export interface SourcesParts {
  readonly records: Records;
  readonly clock: Clock;
}

const INGEST = systemPrincipal("ingest");
const UNIQUE_VIOLATION = "23505";

export class Sources {
  readonly #parts: SourcesParts;

  constructor(parts: SourcesParts) {
    this.#parts = parts;
  }

  /** For the server: whose key is among the headers of a request. */
  async findByKey(headers: IncomingHttpHeaders): Promise<IngestSource | undefined> {
    const key = keyOf(headers);
    if (key === undefined) return undefined;
    const row = await this.#parts.records.read(INGEST, (tx) => store.findSourceByKey(tx, hashKey(key)));
    return row === undefined ? undefined : toIngestSource(row);
  }

  /** Who a connection of syslog is of. */
  async findBySender(peer: Peer): Promise<IngestSource | undefined> {
    const row = await this.#parts.records.read(INGEST, (tx) => findSourceBySender(tx, peer));
    return row === undefined ? undefined : toIngestSource(row);
  }

  async list({ person }: SignedIn): Promise<Source[]> {
    return await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const rows = await store.listSources(tx);
      return await toSources(tx, rows);
    });
  }

  async create(
    { person, organisations }: SignedIn,
    { organisationId, name }: { readonly organisationId: OrganisationId; readonly name: string },
  ): Promise<{ id: Id<"source">; key: string }> {
    requireRole({ organisations }, organisationId, "manager");
    const id = newId<"source">(this.#parts.clock);
    const key = newKey();
    const entry = {
      action: "source.create",
      subject: { kind: "source", id },
      organisationId,
      detail: { name },
    };
    await named(name, () =>
      this.#parts.records.transaction(personPrincipal(person), (tx) =>
        audited(tx, entry, async (write) => {
          const keyHash = hashKey(key);
          await store.insertSource(write, { id, organisationId, name, keyHash, createdBy: person.id });
          await tell(write, [{ topic: "source.changed", organisationId, ids: [id] }]);
        }),
      ),
    );
    return { id, key };
  }

  /** The key from before ends at once. */
  async rotateKey(signedIn: SignedIn, id: Id<"source">): Promise<{ id: Id<"source">; key: string }> {
    const key = newKey();
    await this.#change(signedIn, id, { action: "source.rotate_key", change: { key_hash: hashKey(key) } });
    return { id, key };
  }

  async change(signedIn: SignedIn, id: Id<"source">, wanted: SourceChange): Promise<Source> {
    const change = changeOf(wanted, this.#parts.clock.now());
    const { senders } = wanted;
    return await named(wanted.name ?? "", () =>
      this.#change(signedIn, id, { action: "source.change", change, senders, detail: { ...wanted } }),
    );
  }

  async #change(
    signedIn: SignedIn,
    id: Id<"source">,
    { action, change, senders, detail = {} }: Change,
  ): Promise<Source> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisation_id } = await requireSource(tx, id);
      requireRole(signedIn, organisation_id, "manager");
      const entry = { action, subject: { kind: "source", id }, organisationId: organisation_id, detail };
      await audited(tx, entry, async (write) => {
        if (Object.keys(change).length > 0) await store.updateSource(write, id, change);
        if (senders !== undefined)
          await this.#setSenders(tx, { write, signedIn, id, organisation_id }, senders);
        await tell(write, [{ topic: "source.changed", organisationId: organisation_id, ids: [id] }]);
      });
      const [changed] = await toSources(tx, [await requireSource(tx, id)]);
      if (changed === undefined) throw new TypeError("a source that was changed is there");
      return changed;
    });
  }

  async #setSenders(
    tx: ReadTx,
    { write, signedIn, id, organisation_id }: Writing,
    senders: readonly string[],
  ): Promise<void> {
    const before = new Set((await sendersOf(tx, [id])).get(id));
    const owner = {
      sourceId: id,
      organisationId: organisation_id,
      createdBy: signedIn.person.id,
      clock: this.#parts.clock,
    };
    const isNew = (sender: string) =>
      !before.has(sender) && !before.has(`${sender}/32`) && !before.has(`${sender}/128`);
    const added = senders.find(isNew);
    if (added !== undefined && !signedIn.hubRoles.includes("operator"))
      throw new FengsuiError("source.sender_needs_operator", `${added} is not among its senders yet`);
    await replaceSenders(write, owner, senders);
  }
}

interface Writing {
  readonly write: Writer;
  readonly signedIn: SignedIn;
  readonly id: Id<"source">;
  readonly organisation_id: OrganisationId;
}

function toIngestSource({ id, organisation_id, charset }: IngestRow): IngestSource {
  return { id, organisationId: organisation_id, ...(charset !== null && { charset }) };
}

type IngestRow = NonNullable<Awaited<ReturnType<typeof store.findSourceByKey>>>;

async function toSources(tx: ReadTx, rows: readonly store.SourceRow[]): Promise<Source[]> {
  const ids = rows.map(({ id }) => id);
  const silences = await store.silencesOf(tx, ids);
  const senders = await sendersOf(tx, ids);
  return rows.map((row) =>
    toSource(row, { silences: silences.get(row.id), senders: senders.get(row.id) }, tx.now),
  );
}

interface Change {
  readonly action: string;
  readonly change: store.SourceChange;
  readonly senders?: readonly string[] | undefined;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A source that is watched again, or differently, has its whole time from then on. */
function changeOf(wanted: SourceChange, now: Date): store.SourceChange {
  const { name, logType, charset, timeZone, senders: _, isDisabled, ...watch } = wanted;
  const { isWatched, quietSeconds, pausedUntil } = watch;
  const isAboutSilence = isDisabled === false || Object.values(watch).some((value) => value !== undefined);
  return {
    ...(name !== undefined && { name }),
    ...(logType !== undefined && { log_type: logType }),
    ...(charset !== undefined && { charset }),
    ...(timeZone !== undefined && { time_zone: timeZone }),
    ...(isDisabled !== undefined && { disabled_at: isDisabled ? now : null }),
    ...(isWatched !== undefined && { is_watched: isWatched }),
    ...(quietSeconds !== undefined && { quiet_seconds: quietSeconds }),
    ...(isAboutSilence && { watch_from: typeof pausedUntil === "string" ? new Date(pausedUntil) : now }),
  };
}

async function requireSource(tx: Pick<Tx, "read" | "principal" | "now">, id: Id<"source">) {
  const row = await store.findSource(tx, id);
  if (row === undefined) throw new FengsuiError("source.not_found", `no source has the id ${id}`);
  return row;
}

async function named<Result>(name: string, change: () => Promise<Result>): Promise<Result> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) {
      if ("constraint" in error && String(error.constraint).startsWith("source_senders"))
        throw new FengsuiError("source.sender_taken", "a sender is of another source", { cause: error });
      throw new FengsuiError("source.name_taken", `a source "${name}" is there already`, { cause: error });
    }
    throw error;
  }
}
