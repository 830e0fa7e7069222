// SPDX-License-Identifier: Apache-2.0
/** The calls of cases, of what hangs on them, of case rules, and of evidence. */
import {
  CASE_ALERTS,
  CASE_DETAIL,
  CASE_NOTE,
  type CASE_NOTE_CHANGE,
  CASE_NOTE_VERSIONS,
  CASE_NOTES,
  CASE_RULE,
  CASE_RULE_PREVIEW,
  type CASE_RULE_TRIAL,
  CASE_RULES,
  type CASE_SPLIT,
  CASE_TASK,
  CASE_TASKS,
  CASES,
  type CaseChange,
  type CaseDecision,
  type CaseRuleChange,
  type CaseTaskChange,
  CUSTODY,
  type EVENTS_TO_PIN,
  EVIDENCE,
  EVIDENCE_LIST,
  type NEW_CASE,
  type NEW_CASE_NOTE,
  type NEW_CASE_RULE,
  type NEW_CASE_TASK,
  type NEW_EVIDENCE,
  PINNED,
  type SHARE,
  TIMELINE,
} from "@fengsui/contract";
import type { z } from "zod";
import type { CaseFilter, TaskFilter, TimelineFilter } from "./filters.ts";
import { queryText, type Transport } from "./transport.ts";

const API = "/api/v1";
type Signal = AbortSignal | undefined;
type Page = { readonly after?: string; readonly limit?: number };

export function caseCalls(transport: Transport) {
  const path = `${API}/cases`;
  const act = (id: string, verb: string, body: object) =>
    transport.call({ method: "POST", path: `${path}/${id}/${verb}`, body, answer: CASE_DETAIL });
  return {
    list: (query: CaseFilter = {}, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: CASES, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: CASE_DETAIL, signal }),
    create: (body: z.input<typeof NEW_CASE>) =>
      transport.call({ method: "POST", path, body, answer: CASE_DETAIL }),
    change: (id: string, body: CaseChange) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: CASE_DETAIL }),
    /** With exactly those who are named; without a marking, with nobody. */
    share: (id: string, body: z.input<typeof SHARE>) =>
      transport.call({ method: "PUT", path: `${path}/${id}/sharing`, body, answer: CASE_DETAIL }),
    /** Its organisation's alone again; who saw it is told. */
    recall: (id: string, reason: string) => act(id, "recall", { reason }),
    decide: (id: string, body: CaseDecision) => act(id, "decision", body),
    reopen: (id: string, reason: string) => act(id, "reopen", { reason }),
    join: (id: string, alertIds: readonly string[]) => act(id, "alerts", { alertIds }),
    leave: (id: string, alertId: string) =>
      transport.call({ method: "DELETE", path: `${path}/${id}/alerts/${alertId}`, answer: CASE_DETAIL }),
    /** Answers with the case that it was merged into. */
    merge: (id: string, intoId: string, reason: string) => act(id, "merge", { intoId, reason }),
    unmerge: (id: string, reason: string) => act(id, "unmerge", { reason }),
    /** Answers with the new case. */
    split: (id: string, body: z.input<typeof CASE_SPLIT>) => act(id, "split", body),
    /** Copies of events into the case, as evidence. */
    pin: (id: string, body: z.input<typeof EVENTS_TO_PIN>) =>
      transport.call({ method: "POST", path: `${path}/${id}/events`, body, answer: PINNED }),
    alerts: (id: string, query: Page = {}, signal?: Signal) =>
      transport.call({ path: `${path}/${id}/alerts`, query, answer: CASE_ALERTS, signal }),
    timeline: (id: string, query: TimelineFilter = {}, signal?: Signal) =>
      transport.call({ path: `${path}/${id}/timeline`, query: { ...query }, answer: TIMELINE, signal }),
    notes: noteCalls(transport),
    tasks: taskCalls(transport),
  };
}

function noteCalls(transport: Transport) {
  const path = (id: string) => `${API}/cases/${id}/notes`;
  return {
    list: (id: string, query: Page = {}, signal?: Signal) =>
      transport.call({ path: path(id), query, answer: CASE_NOTES, signal }),
    /** The newest first. */
    versions: async (id: string, noteId: string, signal?: Signal) =>
      (
        await transport.call({
          path: `${path(id)}/${noteId}/versions`,
          answer: CASE_NOTE_VERSIONS,
          signal,
        })
      ).versions,
    add: (id: string, body: z.input<typeof NEW_CASE_NOTE>) =>
      transport.call({ method: "POST", path: path(id), body, answer: CASE_NOTE }),
    change: (id: string, noteId: string, body: z.input<typeof CASE_NOTE_CHANGE>) =>
      transport.call({ method: "PUT", path: `${path(id)}/${noteId}`, body, answer: CASE_NOTE }),
  };
}

function taskCalls(transport: Transport) {
  const path = (id: string) => `${API}/cases/${id}/tasks`;
  return {
    list: (id: string, query: TaskFilter = {}, signal?: Signal) =>
      transport.call({ path: path(id), query: { ...query }, answer: CASE_TASKS, signal }),
    add: (id: string, body: z.input<typeof NEW_CASE_TASK>) =>
      transport.call({ method: "POST", path: path(id), body, answer: CASE_TASK }),
    change: (id: string, taskId: string, body: CaseTaskChange) =>
      transport.call({ method: "PATCH", path: `${path(id)}/${taskId}`, body, answer: CASE_TASK }),
  };
}

export function caseRuleCalls(transport: Transport) {
  const path = `${API}/case-rules`;
  return {
    list: (signal?: Signal) => transport.call({ path, answer: CASE_RULES, signal }),
    create: (body: z.input<typeof NEW_CASE_RULE>) =>
      transport.call({ method: "POST", path, body, answer: CASE_RULE }),
    preview: (body: z.input<typeof CASE_RULE_TRIAL>) =>
      transport.call({ method: "POST", path: `${path}/preview`, body, answer: CASE_RULE_PREVIEW }),
    change: (id: string, body: CaseRuleChange) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: CASE_RULE }),
  };
}

/** What a piece of evidence is of. */
export interface EvidenceOf {
  readonly kind: "cases" | "orders";
  readonly id: string;
}

export function evidenceCalls(transport: Transport, address: string) {
  const path = ({ kind, id }: EvidenceOf) => `${API}/${kind}/${id}/evidence`;
  return {
    list: (of: EvidenceOf, query: Page = {}, signal?: Signal) =>
      transport.call({ path: path(of), query, answer: EVIDENCE_LIST, signal }),
    add: (of: EvidenceOf, query: z.input<typeof NEW_EVIDENCE>, file: Blob | Uint8Array<ArrayBuffer>) =>
      transport.call({ method: "POST", path: path(of), query: { ...query }, file, answer: EVIDENCE }),
    custody: (id: string, signal?: Signal) =>
      transport.call({ path: `${API}/evidence/${id}/custody`, answer: CUSTODY, signal }),
    /** Its content as text, to be read; its custody says so. */
    text: (id: string, signal?: Signal) =>
      transport.text(`${API}/evidence/${id}/content?purpose=view`, signal),
    /** Where a file is sent to, for who shows how far it is. */
    uploadAddress: (of: EvidenceOf, query: z.input<typeof NEW_EVIDENCE>) =>
      `${address}${path(of)}${queryText({ ...query })}`,
    /** Where its content is fetched from; its custody says so. */
    contentAddress: (id: string) => `${address}${API}/evidence/${id}/content`,
  };
}
