// SPDX-License-Identifier: Apache-2.0
/** The figures put together, all as they were at one moment. */
import type { Situation } from "@fengsui/contract";
import type { ReadTx } from "../../platform/records/index.ts";
import * as alerts from "./alerts.ts";
import { countByOrganisation } from "./organisations.ts";
import type { Scope } from "./scope.ts";
import * as standing from "./standing.ts";
import * as work from "./work.ts";

export async function readSituation(tx: ReadTx, scope: Scope): Promise<Situation> {
  const open = await alerts.countOpenAlerts(tx, scope);
  return {
    alerts: {
      ...open,
      inSpan: await alerts.countAlerts(tx, scope),
      before: await alerts.countAlertsBefore(tx, scope),
      trend: await alerts.alertTrend(tx, scope),
    },
    cases: await work.countCases(tx, scope),
    orders: await work.countOrders(tx, scope),
    sources: await standing.countSources(tx, scope),
    techniques: await alerts.topTechniques(tx, scope),
    organisations: await countByOrganisation(tx, scope),
    topRules: await alerts.topRules(tx, scope),
    topEntities: await alerts.topEntities(tx, scope),
    rules: await standing.countRules(tx, scope),
    deadLetters: await standing.countDeadLetters(tx, scope),
    suppressions: await standing.countSuppressions(tx, scope),
  };
}
