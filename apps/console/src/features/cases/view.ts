// SPDX-License-Identifier: Apache-2.0
/** What the pages of cases decide: filters from and to the address, and who may work on a case. */
import type { CaseFilter } from "@fengsui/client";
import type { Case } from "@fengsui/contract";
import { readShared, type SharedFilter, writeShared } from "../../parts/shared-filter.ts";
import { LEVELS } from "../alerts/view.ts";

export const CASE_STATE_FILTERS = ["active", "open", "in_progress", "closed", "all"] as const;
export type CaseStateFilter = (typeof CASE_STATE_FILTERS)[number];
export const ANY = "any";
export const AGES = ["any", "1d", "7d", "30d", "90d"] as const;
export type Age = (typeof AGES)[number];
export const CASE_ASSIGNEES = ["anybody", "nobody", "me"] as const;
export type CaseAssignee = (typeof CASE_ASSIGNEES)[number];

export interface CaseFilters {
  readonly state: CaseStateFilter;
  readonly severity: (typeof LEVELS)[number] | typeof ANY;
  readonly assignee: CaseAssignee;
  /** An organisation's id; empty for all. */
  readonly organisation: string;
  /** At least so old. */
  readonly age: Age;
  readonly text: string;
  /** Made by this case rule. */
  readonly rule: string;
  /** With alerts about this system of the ledger. */
  readonly system: string;
  readonly shared: SharedFilter;
}

type Search = Readonly<Record<string, string>>;

export function oneOf<const Value extends string>(
  allowed: readonly Value[],
  given: unknown,
  otherwise: Value,
): Value {
  return allowed.find((value) => value === given) ?? otherwise;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function readUuid(text: string | undefined): string {
  return text !== undefined && UUID.test(text) ? text : "";
}

/** Whatever somebody typed into the address, these are filters. */
export function readCaseFilters(search: Search): CaseFilters {
  return {
    state: oneOf(CASE_STATE_FILTERS, search["state"], "active"),
    severity: oneOf([...LEVELS, ANY], search["severity"], ANY),
    assignee: oneOf(CASE_ASSIGNEES, search["assignee"], "anybody"),
    organisation: readUuid(search["organisation"]),
    age: oneOf(AGES, search["age"], "any"),
    text: search["text"] ?? "",
    rule: readUuid(search["rule"]),
    system: readUuid(search["system"]),
    shared: readShared(search),
  };
}

/** What is as it is by itself does not stand in the address. */
export function writeCaseFilters(filters: CaseFilters): Search {
  const { state, severity, assignee, organisation, age, text, rule, system, shared } = filters;
  return {
    ...(state !== "active" && { state }),
    ...(severity !== ANY && { severity }),
    ...(assignee !== "anybody" && { assignee }),
    ...(organisation !== "" && { organisation }),
    ...(age !== "any" && { age }),
    ...(text !== "" && { text }),
    ...(rule !== "" && { rule }),
    ...(system !== "" && { system }),
    ...writeShared(shared),
  };
}

const DAY_MS = 24 * 3_600_000;

/** The moment before which something of at least this age began. */
export function beforeAge(age: Age, now: number): string | undefined {
  return age === "any" ? undefined : new Date(now - Number.parseInt(age, 10) * DAY_MS).toISOString();
}

const STATES: Readonly<Record<CaseStateFilter, readonly Case["state"][]>> = {
  active: ["open", "in_progress"],
  open: ["open"],
  in_progress: ["in_progress"],
  closed: ["closed"],
  all: [],
};

export const PAGE_SIZE = 50;

export function toCaseQuery(
  filters: CaseFilters,
  { now, personId }: { readonly now: number; readonly personId: string },
): CaseFilter {
  const { state, severity, assignee, organisation, age, text, rule, system, shared } = filters;
  const createdBefore = beforeAge(age, now);
  return {
    state: [...STATES[state]],
    ...(severity !== ANY && { severity }),
    ...(assignee === "me" && { assigneeId: personId }),
    ...(assignee === "nobody" && { isUnassigned: true }),
    ...(organisation !== "" && { organisationId: organisation }),
    ...(createdBefore !== undefined && { createdBefore }),
    ...(text !== "" && { text }),
    ...(rule !== "" && { caseRuleId: rule }),
    ...(system !== "" && { systemId: system }),
    ...(shared.side !== undefined && { isReceived: shared.side === "received" }),
    ...(shared.marking !== undefined && { marking: shared.marking }),
    ...(shared.span !== undefined && { sharedFrom: shared.span.from, sharedTo: shared.span.to }),
    limit: PAGE_SIZE,
  };
}

export const CASE_TABS = ["timeline", "alerts", "notes", "tasks", "evidence", "orders"] as const;
export type CaseTab = (typeof CASE_TABS)[number];

/** How a case is named in one line. */
export function caseName({ reference, title }: Pick<Case, "reference" | "title">): string {
  return reference === null ? title : `${reference} · ${title}`;
}
