// SPDX-License-Identifier: Apache-2.0
/** How the columns of the tables are read, inserted and changed. */
import type { ColumnType } from "kysely";

export type Time = ColumnType<Date, Date, Date>;
export type OptionalTime = ColumnType<Date | null, Date | null | undefined, Date | null>;
export type DefaultTime = ColumnType<Date, Date | undefined, Date>;
/** Goes in as text of JSON: the driver takes an array for one of PostgreSQL's own. */
export type Json = ColumnType<unknown, string, string>;
export type DefaultJson = ColumnType<unknown, string | undefined, string>;
export type Optional<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>;
export type OptionalText = Optional<string>;
/** The driver gives a text for what may be larger than a number. */
export type Big = ColumnType<string, number | undefined, number>;

export type Marking = "clear" | "green" | "amber" | "amber+strict" | "red";
/** What may be done with what a record says. */
export type Pap = "clear" | "green" | "amber" | "red";
export type Level = "informational" | "low" | "medium" | "high" | "critical";
export type Verdict = "true_positive" | "benign" | "false_positive";
export type OrganisationRole = "viewer" | "analyst" | "responder" | "manager" | "administrator";
export type HubRole = "coordinator" | "operator";
