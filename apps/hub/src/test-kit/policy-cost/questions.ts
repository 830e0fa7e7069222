// SPDX-License-Identifier: Apache-2.0
/** What is asked: the product's own queries, as its pages ask them. */
import { listCases } from "../../features/cases/records.ts";
import { listAlerts } from "../../features/detection/alerts/records.ts";
import { listRules } from "../../features/detection/rules/records.ts";
import { listAssets } from "../../features/ledger/assets/records.ts";
import { countAlerts, countOpenAlerts } from "../../features/situation/alerts.ts";
import { daysBefore } from "../../features/situation/scope.ts";
import { readSituation } from "../../features/situation/situation.ts";
import type { ReadTx } from "../../platform/records/index.ts";

export type Kind = "list" | "count" | "search";

export interface Question {
  readonly name: string;
  readonly kind: Kind;
  readonly ask: (tx: ReadTx) => Promise<unknown>;
}

const PAGE = { limit: 50 } as const;
const HEARD = { ...PAGE, withSuppressed: false } as const;
const CASES = { ...PAGE, states: [], severities: [], withMerged: false } as const;
const DAY_MS = 86_400_000;

const over = (now: Date, days: number) => ({
  from: daysBefore(now, days),
  to: now,
  intervalMs: DAY_MS,
  organisationId: undefined,
});

export const QUESTIONS: readonly Question[] = [
  { name: "alerts, the newest", kind: "list", ask: (tx) => listAlerts(tx, HEARD) },
  { name: "alerts, open", kind: "list", ask: (tx) => listAlerts(tx, { ...HEARD, state: "open" }) },
  {
    name: "alerts, open and critical",
    kind: "list",
    ask: (tx) => listAlerts(tx, { ...HEARD, state: "open", level: "critical" }),
  },
  {
    name: "alerts, a page of a month ago",
    kind: "list",
    ask: (tx) => listAlerts(tx, { ...HEARD, to: daysBefore(tx.now, 30) }),
  },
  { name: "cases, the last changed", kind: "list", ask: (tx) => listCases(tx, CASES) },
  {
    name: "cases, open and critical",
    kind: "list",
    ask: (tx) => listCases(tx, { ...CASES, states: ["open"], severities: ["critical"] }),
  },
  { name: "assets, by name", kind: "list", ask: (tx) => listAssets(tx, { ...PAGE, isRetired: false }) },
  { name: "open alerts, counted", kind: "count", ask: (tx) => countOpenAlerts(tx, over(tx.now, 7)) },
  { name: "alerts of 7 days, counted", kind: "count", ask: (tx) => countAlerts(tx, over(tx.now, 7)) },
  { name: "the situation, 7 days", kind: "count", ask: (tx) => readSituation(tx, over(tx.now, 7)) },
  { name: "the situation, 30 days", kind: "count", ask: (tx) => readSituation(tx, over(tx.now, 30)) },
  { name: "cases, a rare text", kind: "search", ask: (tx) => listCases(tx, { ...CASES, text: "c4ca4238" }) },
  { name: "cases, a common word", kind: "search", ask: (tx) => listCases(tx, { ...CASES, text: "beacon" }) },
  {
    name: "assets, a rare text",
    kind: "search",
    ask: (tx) => listAssets(tx, { ...PAGE, isRetired: false, text: "c4ca4238" }),
  },
  {
    name: "assets, a common word",
    kind: "search",
    ask: (tx) => listAssets(tx, { ...PAGE, isRetired: false, text: "printer" }),
  },
  {
    name: "rules, a rare text",
    kind: "search",
    ask: (tx) => listRules(tx, { ...PAGE, text: "c4ca4238" }),
  },
];
