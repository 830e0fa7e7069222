// SPDX-License-Identifier: Apache-2.0
/** Millions of indicators: what is one, and which does an observable meet. */
export { type Candidate, candidatesOf, isMetByItself } from "./candidates.ts";
export { FeedProblem } from "./feeds/feed-problem.ts";
export type { FeedIndicator, FeedItem, NotUnderstood } from "./feeds/item.ts";
export { readFeed } from "./feeds/read-feed.ts";
export { readPattern } from "./feeds/stix.ts";
export { IndicatorIndex, MAX_OF_ONE_VALUE } from "./indicator-index.ts";
export { type Indicator, KINDS, type Kind, type Observable } from "./kinds.ts";
export { normalise, normaliseDefanged, recognise } from "./normalise/normalise.ts";
export { refang } from "./normalise/refang.ts";
export { FIELD_TABLES, type FieldForm, type FieldTable, type UrlParts } from "./observe/fields.ts";
export { ObservableReader, type ObservedLog, type Seen } from "./observe/observables-of.ts";
export { loadSnapshot, type ReadBytes, SnapshotProblem, snapshot } from "./snapshot.ts";
export {
  type RefusedEntry,
  WARNINGLIST_TYPES,
  type Warninglist,
  Warninglists,
} from "./warninglists/warninglists.ts";
