// SPDX-License-Identifier: Apache-2.0
/** The calls of detection: alerts and what is done with them, rules, suppressions, retrospections. */
import {
  ALERT,
  ALERT_EVIDENCE,
  ALERT_EXPLANATION,
  ALERTS,
  type NewRetrospection,
  type NewSuppression,
  RETROSPECTION,
  RETROSPECTION_DETAIL,
  RETROSPECTIONS,
  RULE,
  RULE_COUNTS,
  RULE_DETAIL,
  RULE_FIGURES,
  RULE_REFUSALS,
  RULE_UPLOADED,
  RULE_VERSIONS,
  RULES,
  RULES_FIGURES,
  RULES_SWITCHED,
  type RuleChange,
  type RuleOrder,
  type RuleUpload,
  SHIPPED_RULES,
  SUPPRESSION,
  SUPPRESSION_PREVIEW,
  SUPPRESSIONS,
  type SuppressionPreviewRequest,
} from "@fengsui/contract";
import { z } from "zod";
import type { AlertFilter, RetrospectionFilter, RuleFilter, Verdict } from "./filters.ts";
import type { Transport } from "./transport.ts";

const API = "/api/v1";
/** Nothing is read from it. */
const DONE = z.unknown();
type Signal = AbortSignal | undefined;

export function alertCalls(transport: Transport) {
  const path = `${API}/alerts`;
  const act = (id: string, verb: string, body?: object) =>
    transport.call({ method: "POST", path: `${path}/${id}/${verb}`, body, answer: ALERT });
  return {
    list: (query: AlertFilter, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: ALERTS, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: ALERT_EVIDENCE, signal }),
    /** Of the newest event, if none is named. */
    explanation: (id: string, eventId?: string, signal?: Signal) =>
      transport.call({
        path: `${path}/${id}/explanation`,
        query: { eventId },
        answer: ALERT_EXPLANATION,
        signal,
      }),
    /** Nobody, with null. */
    assign: (id: string, personId: string | null) =>
      transport.call({ method: "PUT", path: `${path}/${id}/assignee`, body: { personId }, answer: ALERT }),
    comment: (id: string, text: string) => act(id, "comments", { text }),
    close: (id: string, verdict: Verdict, comment: string) =>
      act(id, "close", { verdict, ...(comment !== "" && { comment }) }),
    reopen: (id: string) => act(id, "reopen"),
  };
}

export function ruleCalls(transport: Transport) {
  const path = `${API}/rules`;
  return {
    list: (query: RuleFilter, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: RULES, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: RULE_DETAIL, signal }),
    versions: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}/versions`, answer: RULE_VERSIONS, signal }),
    counts: (query: { readonly days: number; readonly ruleId?: string }, signal?: Signal) =>
      transport.call({ path: `${path}/counts`, query, answer: RULE_COUNTS, signal }),
    /** Of the last days: of one rule, and of those that cost, found or were asked most. */
    figures: (id: string, query: { readonly days: number }, signal?: Signal) =>
      transport.call({ path: `${path}/${id}/figures`, query, answer: RULE_FIGURES, signal }),
    allFigures: (
      query: { readonly days: number; readonly order: RuleOrder; readonly limit?: number },
      signal?: Signal,
    ) => transport.call({ path: `${path}/figures`, query, answer: RULES_FIGURES, signal }),
    refusals: (query: { readonly after?: string }, signal?: Signal) =>
      transport.call({ path: `${path}/refusals`, query, answer: RULE_REFUSALS, signal }),
    upload: (body: RuleUpload) => transport.call({ method: "POST", path, body, answer: RULE_UPLOADED }),
    change: (id: string, body: RuleChange) =>
      transport.call({ method: "PATCH", path: `${path}/${id}`, body, answer: RULE }),
    switch: (ids: readonly string[], isEnabled: boolean) =>
      transport.call({
        method: "POST",
        path: `${path}/switch`,
        body: { ids, isEnabled },
        answer: RULES_SWITCHED,
      }),
    shipped: (signal?: Signal) => transport.call({ path: `${path}/shipped`, answer: SHIPPED_RULES, signal }),
    switchShipped: (isOn: boolean) =>
      transport.call({ method: "PUT", path: `${path}/shipped`, body: { isOn }, answer: SHIPPED_RULES }),
  };
}

export function suppressionCalls(transport: Transport) {
  const path = `${API}/suppressions`;
  return {
    list: (signal?: Signal) => transport.call({ path, answer: SUPPRESSIONS, signal }),
    preview: (body: SuppressionPreviewRequest, signal?: Signal) =>
      transport.call({ method: "POST", path: `${path}/preview`, body, answer: SUPPRESSION_PREVIEW, signal }),
    create: (body: NewSuppression) => transport.call({ method: "POST", path, body, answer: SUPPRESSION }),
    end: (id: string) => transport.call({ method: "DELETE", path: `${path}/${id}`, answer: DONE }),
  };
}

export type RetrospectionVerb = "pause" | "resume" | "cancel";

export function retrospectionCalls(transport: Transport) {
  const path = `${API}/retrospections`;
  return {
    list: (query: RetrospectionFilter, signal?: Signal) =>
      transport.call({ path, query: { ...query }, answer: RETROSPECTIONS, signal }),
    get: (id: string, signal?: Signal) =>
      transport.call({ path: `${path}/${id}`, answer: RETROSPECTION_DETAIL, signal }),
    start: (body: NewRetrospection) => transport.call({ method: "POST", path, body, answer: RETROSPECTION }),
    act: (id: string, verb: RetrospectionVerb) =>
      transport.call({ method: "POST", path: `${path}/${id}/${verb}`, answer: RETROSPECTION }),
  };
}
