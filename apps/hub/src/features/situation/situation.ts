// SPDX-License-Identifier: Apache-2.0
/** The figures put together, all as they were at one moment. */
import type { Situation } from "@fengsui/contract";
import type { ReadTx } from "../../platform/records/index.ts";
import * as figures from "./records.ts";

export async function readSituation(tx: ReadTx, span: figures.Span): Promise<Situation> {
  const open = await figures.countOpenAlerts(tx);
  return {
    alerts: {
      ...open,
      inSpan: await figures.countAlerts(tx, span),
      before: await figures.countAlertsBefore(tx, span),
      trend: await figures.alertTrend(tx, span),
    },
    topRules: await figures.topRules(tx, span),
    topEntities: await figures.topEntities(tx, span),
    rules: await figures.countRules(tx),
    deadLetters: await figures.countDeadLetters(tx, span),
    suppressions: await figures.countSuppressions(tx),
  };
}
