// SPDX-License-Identifier: Apache-2.0
/**
 * The door of cases. It owns cases with their timelines, notes and tasks, and the case rules that make cases of
 * alerts. Which case an alert is in is kept by detection, whose door it goes through.
 */

import { z } from "zod";
import type { RouteDefinition } from "../../platform/http/index.ts";
import { defineJob, defineScheduledWorker, type Nudge, type Worker } from "../../platform/jobs/index.ts";
import type { Reads } from "../disclosure/index.ts";
import { CaseAlerts } from "./alerts.ts";
import { applyCaseRules } from "./case-rules/apply.ts";
import { CaseRules } from "./case-rules/service.ts";
import { CaseEvidence, type CaseEvidenceParts } from "./evidence/service.ts";
import { CaseMerging } from "./merge.ts";
import { CaseNotes } from "./notes/service.ts";
import { caseRoutes } from "./routes/case-routes.ts";
import { caseRuleRoutes } from "./routes/case-rule-routes.ts";
import { caseEvidenceRoutes } from "./routes/evidence-routes.ts";
import { noteRoutes, taskRoutes } from "./routes/part-routes.ts";
import { Cases } from "./service.ts";
import { CaseTasks } from "./tasks/service.ts";
import { Timelines } from "./timeline/service.ts";

export { addRecipient } from "./add-recipient.ts";
export { type CaseParts, requireCase } from "./change-case.ts";
export { isAmong } from "./records.ts";
export { insertOrderEntries } from "./timeline/order-entries.ts";

export interface CasesFeature {
  /** For the role `api`. */
  readonly routes: readonly RouteDefinition[];
  /** For the role `worker`. */
  readonly workers: readonly Worker[];
  /** What has its jobs done before their time. */
  readonly nudges: readonly Nudge[];
}

const APPLY_RULES = defineJob({ name: "cases.apply_rules", payload: z.object({}), isAlone: true });

export function createCasesFeature(parts: CaseEvidenceParts, reads: Reads): CasesFeature {
  const services = {
    cases: new Cases(parts),
    alerts: new CaseAlerts(parts),
    merging: new CaseMerging(parts),
    timelines: new Timelines(parts.records),
  };
  return {
    routes: [
      ...reads.kept("case", { list: "cases" }, [
        ...caseRoutes(services),
        ...noteRoutes(new CaseNotes(parts)),
        ...taskRoutes(new CaseTasks(parts)),
        ...caseEvidenceRoutes(new CaseEvidence(parts)),
      ]),
      ...caseRuleRoutes(new CaseRules(parts)),
    ],
    workers: [
      defineScheduledWorker(APPLY_RULES, "* * * * *", (_payload, signal) => applyCaseRules(parts, signal)),
    ],
    nudges: [{ topics: ["alert.raised", "case_rule.changed"], job: APPLY_RULES }],
  };
}
