// SPDX-License-Identifier: Apache-2.0
/**
 * One hour of one correlation, from what is stored: the events that its rules matched, of the hour and of the timespan
 * before, read again as they were read when they came.
 */
import { Correlator } from "@fengsui/sigma";
import type { MatchedEvent } from "../../../platform/events/index.ts";
import {
  type CompiledCorrelation,
  type CorrelatedAlert,
  type DetectableEvent,
  type DueWindow,
  isOfWindow,
  type Part,
  type Suppression,
  toCorrelatedAlerts,
  WINDOW_MS,
} from "../../detection/index.ts";
import { readStoredEvents, type StoredEventParts } from "../ingest/stored-events.ts";

export interface WorkOut {
  readonly window: DueWindow;
  readonly compiled: CompiledCorrelation;
  readonly suppressions: readonly Suppression[];
  readonly now: Date;
  readonly signal: AbortSignal;
  /** An hour with its timespan is made of so many events at most. */
  readonly maxEvents: number;
}

export interface WorkedOut {
  readonly alerts: readonly CorrelatedAlert[];
  /** Nothing comes of it any more, unless something more is found. */
  readonly isSettled: boolean;
  /** There were more than are looked at: the newest are. */
  readonly isCut: boolean;
}

const READER = { kind: "system", job: "correlations.run" } as const;
const PAGE = 500;
/** Usually: more would take too long, and too much memory. */
export const MAX_EVENTS = 100_000;
/** What is decided when its time is over waits so long for what is on its way. */
const LATENESS_MS = 60_000;
const NOTHING: WorkedOut = { alerts: [], isSettled: true, isCut: false };

export async function workOut(parts: StoredEventParts, wanted: WorkOut): Promise<WorkedOut> {
  const { window, compiled, now } = wanted;
  const { windowStart } = window;
  const end = windowStart + WINDOW_MS;
  // What is decided by an event is decided by one of the hour itself.
  if (compiled.isEarly && (await pageOf(parts, wanted, { from: windowStart, limit: 1 })).length === 0)
    return NOTHING;
  const correlator = new Correlator<Part>(compiled.chain, [...compiled.rules.keys()]);
  const count = await addAll(parts, wanted, correlator);
  if (count === 0) return NOTHING;
  const reached = compiled.isEarly ? end : Math.min(end, now.getTime() - LATENESS_MS);
  const matches = correlator
    .advance(reached)
    .filter((match) => match.correlation === compiled.correlation && isOfWindow(match, window));
  const isSettled = reached === end;
  return { alerts: toCorrelatedAlerts(matches, wanted), isSettled, isCut: count >= wanted.maxEvents };
}

/** In which its rules found anything. */
export async function hoursOf(
  { events }: StoredEventParts,
  { organisationId }: DueWindow,
  { ruleIds }: CompiledCorrelation,
): Promise<number[]> {
  const query = { organisationId, ruleIds: [...ruleIds], windowMs: WINDOW_MS };
  return await events.readAs(READER).matchedWindows(query);
}

/** How many events there were. */
async function addAll(
  parts: StoredEventParts,
  wanted: WorkOut,
  correlator: Correlator<Part>,
): Promise<number> {
  const from = wanted.window.windowStart - wanted.compiled.reachMs;
  let count = 0;
  let after: MatchedEvent | undefined;
  do {
    const page: readonly MatchedEvent[] = await pageOf(parts, wanted, { from, limit: PAGE, after });
    wanted.signal.throwIfAborted();
    const stored = await parts.events.readAs(READER).events(page);
    const ruleIds = new Map(page.map(({ id, ruleIds: ids }) => [id, new Set(ids)]));
    for (const event of await readStoredEvents(parts, stored))
      addEvent(correlator, wanted.compiled, { event, foundBy: ruleIds.get(event.id) ?? new Set() });
    count += page.length;
    after = page.length < PAGE ? undefined : page.at(-1);
  } while (after !== undefined && count < wanted.maxEvents);
  return count;
}

/** By the rules as they are: what an earlier version of a rule found, and this one does not, is left out. */
function addEvent(
  correlator: Correlator<Part>,
  { rules, ruleset }: CompiledCorrelation,
  { event, foundBy }: { readonly event: DetectableEvent; readonly foundBy: ReadonlySet<string> },
): void {
  for (const { rule, fields, read } of ruleset.match(event.fields, event.logSource)) {
    const found = rules.get(rule);
    if (found === undefined || !foundBy.has(found.id)) continue;
    // Of one time, what should come first comes first: many logs tell no more than seconds.
    const key = `${String(found.place).padStart(4, "0")} ${event.id} ${rule.id}`;
    const reference = { event, ruleId: found.id, fields };
    correlator.add({ ruleId: rule.id, time: event.time, key, read, reference });
  }
}

async function pageOf(
  { events }: StoredEventParts,
  { window, compiled }: WorkOut,
  {
    from,
    limit,
    after,
  }: { readonly from: number; readonly limit: number; readonly after?: MatchedEvent | undefined },
): Promise<MatchedEvent[]> {
  return await events.readAs(READER).matchedEvents({
    organisationId: window.organisationId,
    ruleIds: [...compiled.ruleIds],
    from: new Date(from),
    to: new Date(window.windowStart + WINDOW_MS),
    limit,
    ...(after !== undefined && { after }),
  });
}
