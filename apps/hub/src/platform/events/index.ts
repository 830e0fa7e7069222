// SPDX-License-Identifier: Apache-2.0
/**
 * The door of the event store: events, what was seen in them and what rules matched, in ClickHouse, embedded or
 * served. What `append` has answered is durable and there once; whatever is read is read as somebody.
 */
export {
  CORE_FIELDS,
  type CoreField,
  type EventKey,
  type Match,
  type MatchGroup,
  type NewEvent,
  type Observable,
  type Ownership,
  type Reader,
  type Sighting,
  type StoredEvent,
} from "./event.ts";
export { type DayGroup, type DayRemoval, EventExpiry, type Group, type Hold } from "./expiry.ts";
export { limitObservable } from "./observable-value.ts";
export {
  DEFAULT_LIMITS,
  type EventStore,
  type EventsConfig,
  type EventsLimits,
  type EventsParts,
  openEvents,
} from "./open-events.ts";
export type { EventCondition } from "./read/conditions.ts";
export type { Bucket, EventQuery, EventReader, PageQuery } from "./read/event-reader.ts";
export type { FieldFilter } from "./read/fields.ts";
export type { HostFigures, HostsQuery } from "./read/hosts.ts";
export type { FiguresQuery, MatchFigures } from "./read/match-figures.ts";
export type { MatchedEvent, MatchedEventsQuery } from "./read/matched-events.ts";
export type { CountsQuery, MatchCount, MatchQuery, StoredMatch } from "./read/matches.ts";
export type { ObservableQuery, ObservablesQuery } from "./read/sightings.ts";
export type { ValueFigures } from "./read/value-figures.ts";
export { type GroupsQuery, type MatchKey, matchKeyOf, type WrittenGroup } from "./read/written-matches.ts";
export type { StoreState } from "./state.ts";
export type { Appended, Batch, PendingBatch } from "./write/pending-batch.ts";
