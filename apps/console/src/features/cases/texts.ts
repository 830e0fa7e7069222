// SPDX-License-Identifier: Apache-2.0
/** Words of cases. */
import type { Case } from "@fengsui/contract";
import type { TextKey } from "../../app/texts.ts";
import type { Age, CaseAssignee, CaseStateFilter, CaseTab } from "./view.ts";

export const CASE_STATE_TEXT: Readonly<Record<Case["state"], TextKey>> = {
  open: "case.state.open",
  in_progress: "case.state.inProgress",
  closed: "case.state.closed",
};
export const STATE_FILTER_TEXT: Readonly<Record<CaseStateFilter, TextKey>> = {
  ...CASE_STATE_TEXT,
  active: "cases.state.active",
  all: "cases.state.all",
};
export const ASSIGNEE_TEXT: Readonly<Record<CaseAssignee, TextKey>> = {
  anybody: "alerts.assignee.anybody",
  nobody: "alerts.assignee.nobody",
  me: "alerts.assignee.me",
};
export const AGE_TEXT: Readonly<Record<Age, TextKey>> = {
  any: "age.any",
  "1d": "age.day",
  "7d": "age.week",
  "30d": "age.month",
  "90d": "age.quarter",
};
export const TAB_TEXT: Readonly<Record<CaseTab, TextKey>> = {
  timeline: "case.timeline",
  alerts: "nav.alerts",
  notes: "case.notes",
  tasks: "case.tasks",
  evidence: "evidence.title",
  orders: "nav.orders",
};
