// SPDX-License-Identifier: Apache-2.0
/** What the pages of alerts decide: filters from and to the address, evidence as rows. */
import type { AlertFilter } from "@fengsui/client";
import type { Alert } from "@fengsui/contract";
import { ORGANISATION_PARAM } from "../../app/address.ts";
import { type FieldValue, fieldsOf } from "../../parts/event-fields.ts";
import { ANY_TIME, readRange, resolveRange, type TimeRange, writeRange } from "../../parts/time-range.ts";
import { termOf } from "../search/view.ts";

/** The worst first. */
export const LEVELS = ["critical", "high", "medium", "low", "informational"] as const;
export const ANY_LEVEL = "any";
export type LevelFilter = (typeof LEVELS)[number] | typeof ANY_LEVEL;
export const STATES = ["open", "closed", "all"] as const;
export type StateFilter = (typeof STATES)[number];

export const ASSIGNEES = ["anybody", "nobody", "me"] as const;
export type AssigneeFilter = (typeof ASSIGNEES)[number];

export const CASE_FILTERS = ["any", "none", "one"] as const;
export type InCaseFilter = (typeof CASE_FILTERS)[number];

/** Beside level and title; in this order. */
export const ALERT_COLUMNS = [
  "entity",
  "system",
  "matches",
  "assignee",
  "case",
  "state",
  "first",
  "last",
] as const;
export type AlertColumn = (typeof ALERT_COLUMNS)[number];
const USUAL_COLUMNS: readonly AlertColumn[] = ["entity", "system", "matches", "assignee", "last"];

export interface AlertFilters {
  readonly state: StateFilter;
  readonly level: LevelFilter;
  readonly host: string;
  readonly rule: string;
  readonly assignee: AssigneeFilter;
  /** Of rules that name this ATT&CK technique. */
  readonly technique: string;
  /** In a case that one may see, or in none. */
  readonly inCase: InCaseFilter;
  /** Found by this look-back. */
  readonly retrospection: string;
  /** The one that is looked at everywhere; it is chosen, and kept in the address, beside the pages. */
  readonly organisation: string;
  /** About this system or this asset of the ledger. */
  readonly system: string;
  readonly asset: string;
  /** About systems of this level of protection, or a higher one. */
  readonly protection: string;
  readonly range: TimeRange;
  readonly columns: readonly AlertColumn[];
}

export type Search = Readonly<Record<string, string>>;

function oneOf<const Value extends string>(
  allowed: readonly Value[],
  given: unknown,
  otherwise: Value,
): Value {
  return allowed.find((value) => value === given) ?? otherwise;
}

/** Whatever somebody typed into the address, these are filters. */
export function readFilters(search: Search): AlertFilters {
  return {
    state: oneOf(STATES, search["state"], "open"),
    level: oneOf([...LEVELS, ANY_LEVEL], search["level"], ANY_LEVEL),
    host: search["host"] ?? "",
    rule: search["rule"] ?? "",
    assignee: oneOf(ASSIGNEES, search["assignee"], "anybody"),
    technique: /^T\d{4}(\.\d{3})?$/.test(search["technique"] ?? "") ? (search["technique"] ?? "") : "",
    inCase: oneOf(CASE_FILTERS, search["case"], "any"),
    retrospection: search["retrospection"] ?? "",
    organisation: uuidOf(search[ORGANISATION_PARAM]),
    system: uuidOf(search["system"]),
    asset: uuidOf(search["asset"]),
    protection: /^[1-5]$/.test(search["protection"] ?? "") ? (search["protection"] ?? "") : "",
    range: readRange(search, ANY_TIME),
    columns: readColumns(search["columns"]),
  };
}

function uuidOf(text = ""): string {
  return UUID.test(text) ? text : "";
}

function readColumns(text: string | undefined): readonly AlertColumn[] {
  if (text === undefined) return USUAL_COLUMNS;
  const names = text.split(",");
  return ALERT_COLUMNS.filter((name) => names.includes(name));
}

/** What is as it is by itself does not stand in the address. */
export function writeFilters(filters: AlertFilters): Search {
  const columns = filters.columns.join();
  return {
    ...writeConditions(filters),
    ...(columns !== USUAL_COLUMNS.join() && { columns: columns || "-" }),
  };
}

function writeConditions(filters: AlertFilters): Search {
  const { state, level, host, rule, assignee, inCase } = filters;
  const { technique, retrospection, system, asset, protection, range } = filters;
  return {
    ...(state !== "open" && { state }),
    ...(level !== ANY_LEVEL && { level }),
    ...(host !== "" && { host }),
    ...(rule !== "" && { rule }),
    ...(assignee !== "anybody" && { assignee }),
    ...(technique !== "" && { technique }),
    ...(inCase !== "any" && { case: inCase }),
    ...(retrospection !== "" && { retrospection }),
    ...(system !== "" && { system }),
    ...(asset !== "" && { asset }),
    ...(protection !== "" && { protection }),
    ...writeRange(range, ANY_TIME),
  };
}

export function isFiltered(filters: AlertFilters): boolean {
  return Object.keys(writeConditions(filters)).length > 0;
}

export const PAGE_SIZE = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface Asking {
  readonly now: number;
  readonly personId: string;
}

export function toQuery(filters: AlertFilters, { now, personId }: Asking): AlertFilter {
  const { state, level, host, rule, assignee, inCase } = filters;
  const { technique, retrospection, system, asset, protection } = filters;
  const interval = resolveRange(filters.range, now);
  return {
    ...(state !== "all" && { state }),
    ...(level !== ANY_LEVEL && { level }),
    ...(host !== "" && { entity: host }),
    ...(UUID.test(rule) && { ruleId: rule }),
    ...(technique !== "" && { technique }),
    ...(filters.organisation !== "" && { organisationId: filters.organisation }),
    ...(assignee !== "anybody" && { assignee: assignee === "me" ? personId : "nobody" }),
    ...(inCase !== "any" && { hasCase: inCase === "one" }),
    ...(UUID.test(retrospection) && { retrospectionId: retrospection }),
    ...(system !== "" && { systemId: system }),
    ...(asset !== "" && { assetId: asset }),
    ...(protection !== "" && { minSystemLevel: Number(protection) }),
    ...(interval !== undefined && { from: new Date(interval.from).toISOString() }),
    // Until now is without end: what comes while one looks belongs to it.
    ...(interval !== undefined && filters.range.to !== "" && { to: new Date(interval.to).toISOString() }),
    limit: PAGE_SIZE,
  };
}

/** In which a match of a list names the indicator, beside the fields in which it was seen. */
export const INDICATOR_FIELD = "indicator";

/** The fields that matched. A list names each thing that was seen in a field on a line of its own; its indicator stands apart. */
export function matchedFields(
  fields: Readonly<Record<string, string>>,
  isOfList: boolean,
): readonly FieldValue[] {
  const all = Object.entries(fields).map(([field, value]) => ({ field, value }));
  if (!isOfList) return all;
  return all
    .filter(({ field }) => field !== INDICATOR_FIELD)
    .flatMap(({ field, value }) => [...new Set(value.split("\n"))].map((one) => ({ field, value: one })));
}

export interface EvidenceRow {
  readonly field: string;
  readonly value: string;
  readonly isMatched: boolean;
}

/** An event as rows, those first that made the rule match. What is no JSON object has those only. */
export function evidenceRows(raw: string, matched: readonly FieldValue[]): readonly EvidenceRow[] {
  const first = matched.map(({ field, value }) => ({ field, value, isMatched: true }));
  const seen = new Set(matched.map(({ field, value }) => `${lastPart(field)}\0${value}`));
  const others = fieldsOf(raw).filter(({ field, value }) => !seen.has(`${lastPart(field)}\0${value}`));
  return [...first, ...others.map((row) => ({ ...row, isMatched: false }))];
}

function lastPart(field: string): string {
  return (field.split(".").at(-1) ?? field).toLowerCase();
}

const ENTITY_FIELD: Readonly<Record<Alert["entityKind"], string | undefined>> = {
  host: "host.name",
  account: "user.name",
  address: "source.ip",
  none: undefined,
  other: undefined,
};

/** A search for what else there was about the entity, in the hour of the alert. */
export function aroundSearch({ entityKind, entity, windowStart, windowEnd }: Alert): Search {
  const field = ENTITY_FIELD[entityKind];
  const q = field === undefined ? `"${entity.replace(/[\\"]/g, "\\$&")}"` : termOf(field, entity);
  return { q, from: windowStart, to: windowEnd };
}
