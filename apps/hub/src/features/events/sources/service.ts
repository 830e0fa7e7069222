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
  type Records,
  systemPrincipal,
  type Tx,
} from "../../../platform/records/index.ts";
import { hashKey, keyOf, newKey } from "./keys.ts";
import * as store from "./records.ts";
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
    return row === undefined ? undefined : { id: row.id, organisationId: row.organisation_id };
  }

  async list({ person }: SignedIn): Promise<Source[]> {
    return await this.#parts.records.read(personPrincipal(person.id), async (tx) => {
      const rows = await store.listSources(tx);
      const silences = await store.silencesOf(
        tx,
        rows.map(({ id }) => id),
      );
      return rows.map((row) => toSource(row, silences.get(row.id) ?? [], tx.now));
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
      this.#parts.records.transaction(personPrincipal(person.id), (tx) =>
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
    const detail = { ...wanted };
    return await named(wanted.name ?? "", () =>
      this.#change(signedIn, id, { action: "source.change", change, detail }),
    );
  }

  async #change(
    signedIn: SignedIn,
    id: Id<"source">,
    { action, change, detail = {} }: Change,
  ): Promise<Source> {
    return await this.#parts.records.transaction(personPrincipal(signedIn.person.id), async (tx) => {
      const { organisation_id } = await requireSource(tx, id);
      requireRole(signedIn, organisation_id, "manager");
      const entry = { action, subject: { kind: "source", id }, organisationId: organisation_id, detail };
      await audited(tx, entry, async (write) => {
        await store.updateSource(write, id, change);
        await tell(write, [{ topic: "source.changed", organisationId: organisation_id, ids: [id] }]);
      });
      const silences = await store.silencesOf(tx, [id]);
      return toSource(await requireSource(tx, id), silences.get(id) ?? [], tx.now);
    });
  }
}

interface Change {
  readonly action: string;
  readonly change: store.SourceChange;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A source that is watched again, or differently, has its whole time from then on. */
function changeOf({ name, logType, isDisabled, ...watch }: SourceChange, now: Date): store.SourceChange {
  const { isWatched, quietSeconds, pausedUntil } = watch;
  const isAboutSilence = isDisabled === false || Object.values(watch).some((value) => value !== undefined);
  return {
    ...(name !== undefined && { name }),
    ...(logType !== undefined && { log_type: logType }),
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
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)
      throw new FengsuiError("source.name_taken", `a source "${name}" is there already`, { cause: error });
    throw error;
  }
}
