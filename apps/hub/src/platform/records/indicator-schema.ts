// SPDX-License-Identifier: Apache-2.0
/** Indicators and the lists that they are in. A list is a rule. */
import type { ColumnType, Generated } from "kysely";
import type { Id } from "../ids.ts";
import type { Optional, OptionalText, OptionalTime, Time } from "./column-types.ts";
import type { OrganisationId, PersonId } from "./principal.ts";

/** The driver gives a text for what may be larger than a number. */
type Revision = ColumnType<string, string | number | undefined, string | number>;

export interface IndicatorListsTable {
  rule_id: Id<"rule">;
  organisation_id: OrganisationId;
  /** What who matches knows it by. */
  number: ColumnType<number, never, never>;
  /** Goes up with each change of its indicators. */
  revision: Revision;
  /** Up to it, passes over stored events are planned. */
  looked_back_revision: Revision;
  /** What was removed up to it may be gone. */
  purged_revision: Revision;
  /** The highest id of its indicators. */
  last_id: Revision;
  indicator_count: Generated<number>;
  last_import: ColumnType<unknown, string | undefined, string>;
}

export interface IndicatorsTable {
  list_number: number;
  id: ColumnType<string, number, never>;
  kind: string;
  value: string;
  digest: ColumnType<Buffer, never, never>;
  with_subdomains: boolean;
  expires_at: OptionalTime;
  note: OptionalText;
  /** The line or the id in what it came from. */
  place: string;
  added_at: Time;
  added_by: Optional<PersonId>;
  removed_at: OptionalTime;
  /** Of its list, when it was last changed. */
  revision: Revision;
}

export interface IncomingIndicatorsTable {
  list_number: number;
  kind: string;
  value: string;
  digest: ColumnType<Buffer, never, never>;
  with_subdomains: boolean;
  expires_at: OptionalTime;
  note: OptionalText;
  place: string;
}

export interface IndicatorTables {
  indicator_lists: IndicatorListsTable;
  indicators: IndicatorsTable;
  incoming_indicators: IncomingIndicatorsTable;
}
