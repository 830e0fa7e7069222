// SPDX-License-Identifier: Apache-2.0
/** Evidence of a case: files, and events copied out of the event store before their time there ends. */
import type { Readable } from "node:stream";
import { type EventsToPin, type Evidence, FengsuiError, type NewEvidence } from "@fengsui/contract";
import type { EventStore, StoredEvent } from "../../../platform/events/index.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import type { Id } from "../../../platform/ids.ts";
import { personPrincipal } from "../../../platform/records/index.ts";
import { myAudiences } from "../../../platform/records/my-audiences.ts";
import { held, spool } from "../../../platform/spool.ts";
import { addEvidence, listEvidence } from "../../evidence/index.ts";
import { type CaseParts, changeCase, requireCase, requireFamily } from "../change-case.ts";
import type { CaseRow } from "../records.ts";

export interface CaseEvidenceParts extends CaseParts {
  readonly events: Pick<EventStore, "readAs">;
}

export class CaseEvidence {
  readonly #parts: CaseEvidenceParts;

  constructor(parts: CaseEvidenceParts) {
    this.#parts = parts;
  }

  async list(
    { person }: SignedIn,
    id: Id<"case">,
    page: { readonly after?: string | undefined; readonly limit: number },
  ) {
    return await this.#parts.records.read(personPrincipal(person), async (tx) =>
      listEvidence(tx, { of: { caseIds: await requireFamily(tx, id) }, ...page }),
    );
  }

  async add(signedIn: SignedIn, id: Id<"case">, wanted: NewEvidence, body: Readable): Promise<Evidence> {
    // Before anything is read of it.
    const row = await this.#parts.records.read(personPrincipal(signedIn.person), (tx) => requireCase(tx, id));
    requireRole(signedIn, row.organisation_id, "analyst");
    await using content = await spool(body);
    const act = { action: "case.evidence", detail: { sha256: content.sha256.toString("hex") } };
    return await changeCase(
      this.#parts,
      signedIn,
      id,
      act,
      async ({ write, row: locked, personId, now, enter }) => {
        const { name, mediaType, description } = wanted;
        const occurredAt = wanted.occurredAt === undefined ? null : new Date(wanted.occurredAt);
        const common = { ...ownedBy(locked), addedBy: personId, now, origin: {} };
        const values = {
          ...common,
          kind: "file",
          name,
          mediaType,
          description,
          content,
          occurredAt,
        } as const;
        const evidence = await addEvidence(write, this.#parts.clock, values);
        const { sha256, byteCount } = evidence;
        const detail = { name, sha256, byteCount };
        const at = occurredAt !== null && { occurredAt };
        await enter({ kind: "evidence.added", subjectId: evidence.id, detail, ...at });
        return evidence;
      },
    );
  }

  /** Events of the organisation itself: what others shared is theirs to keep. */
  async pin(signedIn: SignedIn, id: Id<"case">, wanted: EventsToPin): Promise<{ evidence: Evidence[] }> {
    const found = await this.#find(signedIn, wanted);
    const act = { action: "case.pin", detail: { eventIds: found.map((event) => event.id) } };
    return await changeCase(this.#parts, signedIn, id, act, async ({ write, row, personId, now, enter }) => {
      const evidence: Evidence[] = [];
      for (const event of found) {
        if (event.organisationId !== row.organisation_id)
          throw new FengsuiError("event.not_found", `event ${event.id} is of another organisation`);
        const common = { ...ownedBy(row), addedBy: personId, now, description: wanted.description };
        const pinned = await addEvidence(write, this.#parts.clock, { ...common, ...copyOf(event) });
        await enter({ kind: "evidence.pinned", subjectId: pinned.id, occurredAt: event.time });
        evidence.push(pinned);
      }
      return { evidence };
    });
  }

  async #find({ person }: SignedIn, { events }: EventsToPin): Promise<StoredEvent[]> {
    const audienceIds = await this.#parts.records.read(personPrincipal(person), myAudiences);
    const keys = events.map((key) => ({ id: key.id, time: new Date(key.time) }));
    const found = await this.#parts.events.readAs({ kind: "audiences", audienceIds }).events(keys);
    const missing = keys.find((key) => !found.some((event) => event.id === key.id));
    if (missing !== undefined)
      throw new FengsuiError("event.not_found", `no event has the id ${missing.id} and that time`);
    return found.toSorted((one, other) => one.time.getTime() - other.time.getTime());
  }
}

function ownedBy(row: CaseRow) {
  return { organisationId: row.organisation_id, audienceId: row.audience_id, of: { case_id: row.id } };
}

function copyOf(event: StoredEvent) {
  const { id: eventId, sourceId } = event;
  const fields = Object.fromEntries(Object.entries(event.fields).filter(([, value]) => value !== ""));
  return {
    kind: "event",
    name: `event ${eventId}`,
    mediaType: "application/octet-stream",
    content: held(event.raw),
    occurredAt: event.time,
    origin: { eventId, sourceId, ingested: event.ingested.toISOString(), fields },
  } as const;
}
