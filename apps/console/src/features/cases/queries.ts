// SPDX-License-Identifier: Apache-2.0
/** What the pages of cases ask of the hub. */
import type { CaseFilter } from "@fengsui/client";
import type { Alert } from "@fengsui/contract";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";

/** The first part of the keys of all that is asked about cases. */
export const CASES_KEY = "cases";
/** What an act on a case may change. */
export const CASE_CHANGES = [CASES_KEY, "alerts", "orders", "evidence"] as const;

export function caseQuery(id: string) {
  return queryOptions({
    queryKey: [CASES_KEY, "one", id],
    queryFn: ({ signal }) => hub.cases.get(id, signal),
  });
}

/** Those that something can be put into. */
export function findCasesQuery(organisationId: string, text: string) {
  return queryOptions({
    queryKey: [CASES_KEY, "find", organisationId, text],
    queryFn: async ({ signal }) => {
      const query: CaseFilter = { organisationId, text, state: ["open", "in_progress"], limit: 20 };
      return (await hub.cases.list(query, signal)).cases;
    },
    placeholderData: keepPreviousData,
  });
}

/** As many as there may be at once: a case with more is hardly one. */
const MANY = 500;

export function caseNotesQuery(id: string) {
  return queryOptions({
    queryKey: [CASES_KEY, "notes", id],
    queryFn: async ({ signal }) => (await hub.cases.notes.list(id, { limit: MANY }, signal)).notes,
  });
}

export function noteVersionsQuery(caseId: string, noteId: string) {
  return queryOptions({
    queryKey: [CASES_KEY, "note-versions", noteId],
    queryFn: ({ signal }) => hub.cases.notes.versions(caseId, noteId, signal),
  });
}

export function caseTasksQuery(id: string) {
  return queryOptions({
    queryKey: [CASES_KEY, "tasks", id],
    queryFn: async ({ signal }) => (await hub.cases.tasks.list(id, { limit: MANY }, signal)).tasks,
  });
}

export const CASE_RULES_KEY = "case-rules";

export const caseRulesQuery = queryOptions({
  queryKey: [CASE_RULES_KEY],
  queryFn: async ({ signal }) => (await hub.caseRules.list(signal)).caseRules,
});

/** What is the case's own, and so may go along where it is split; what was merged into it may not. */
export function splittableQuery(id: string) {
  return queryOptions({
    queryKey: [CASES_KEY, "splittable", id],
    queryFn: async ({ signal }) => {
      const own = <Part extends { readonly caseId: string | null }>(parts: readonly Part[]) =>
        parts.filter(({ caseId }) => caseId === id);
      const [{ alerts }, { tasks }, { evidence }] = await Promise.all([
        hub.cases.alerts(id, { limit: MANY }, signal),
        hub.cases.tasks.list(id, { limit: MANY }, signal),
        hub.evidence.list({ kind: "cases", id }, { limit: MANY }, signal),
      ]);
      const named = ({ id: of, title, entity }: Alert) => ({
        id: of,
        name: entity === "" ? title : `${title} · ${entity}`,
      });
      return {
        alerts: own(alerts).map(({ alert }) => named(alert)),
        tasks: own(tasks).map(({ id: of, title }) => ({ id: of, name: title })),
        evidence: own(evidence).map(({ id: of, name }) => ({ id: of, name })),
      };
    },
  });
}
