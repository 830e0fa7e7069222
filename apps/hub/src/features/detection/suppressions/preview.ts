// SPDX-License-Identifier: Apache-2.0
/** What a suppression would have silenced, by the matches that are stored. */
import type { EventKey, EventStore, StoredEvent, StoredMatch } from "../../../platform/events/index.ts";
import { type Id, parseId } from "../../../platform/ids.ts";
import {
  type ActingPerson,
  type OrganisationId,
  personPrincipal,
  type Records,
} from "../../../platform/records/index.ts";
import { myAudiences } from "../../../platform/records/my-audiences.ts";
import { alertIdOf } from "../alerts/grouping.ts";
import { readStoredEvent } from "../stored-event.ts";
import { type Condition, silences } from "./rules.ts";

export interface Preview {
  readonly matches: number;
  readonly isPartial: boolean;
  readonly alertsSilenced: { id: string; title: string; entity: string }[];
}

export interface PreviewRequest {
  readonly person: ActingPerson;
  readonly organisationId: OrganisationId;
  readonly ruleId: Id<"rule"> | null;
  readonly conditions: readonly Condition[];
  readonly from: Date;
  readonly to: Date;
}

export interface PreviewParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
}

const MAX_MATCHES = 5000;
/** Where there are conditions, the events themselves are looked at. */
const MAX_EVENTS = 200;

export async function previewSuppression(parts: PreviewParts, request: PreviewRequest): Promise<Preview> {
  const { records, events } = parts;
  const principal = personPrincipal(request.person);
  const audienceIds = await records.read(principal, myAudiences);
  const reader = events.readAs({ kind: "audiences", audienceIds });
  const { from, to, ruleId, conditions, organisationId } = request;
  const limit = conditions.length === 0 ? MAX_MATCHES : MAX_EVENTS;
  const matches = await reader.matches({
    from,
    to,
    organisationId,
    limit,
    ...(ruleId !== null && { ruleId }),
  });
  const heard = new Set<Id<"alert">>();
  const silenced = new Map<Id<"alert">, number>();
  const stored = conditions.length === 0 ? [] : await reader.events(matches.map(keyOf));
  const byId = new Map(stored.map((event) => [event.id, event]));
  for (const match of matches) {
    const id = alertIdOf({ ...match, time: match.time.getTime() });
    if (await isSilenced(request, match, byId.get(match.eventId)))
      silenced.set(id, (silenced.get(id) ?? 0) + 1);
    else heard.add(id);
  }
  const ids = [...silenced.keys()].filter((id) => !heard.has(id));
  const alerts = await records.read(principal, async (tx) =>
    ids.length === 0
      ? []
      : await tx.read.selectFrom("alerts").select(["id", "title", "entity"]).where("id", "in", ids).execute(),
  );
  const count = [...silenced.values()].reduce((sum, one) => sum + one, 0);
  return { matches: count, isPartial: matches.length === limit, alertsSilenced: alerts };
}

function keyOf({ eventId, time }: StoredMatch): EventKey {
  return { id: eventId, time };
}

async function isSilenced(
  { ruleId, conditions }: PreviewRequest,
  match: StoredMatch,
  event: StoredEvent | undefined,
): Promise<boolean> {
  const matched = parseId<"rule">(match.ruleId);
  if (matched === undefined) return false;
  const fields = Object.entries(match.fields).map(([field, value]) => ({ field, value }));
  const one = { ruleId, conditions };
  if (silences(one, { ruleId: matched, event: {}, fields })) return true;
  if (event === undefined) return false;
  const read = await readStoredEvent(event.raw, event.ingested);
  return read !== undefined && silences(one, { ruleId: matched, event: read, fields });
}
