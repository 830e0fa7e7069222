// SPDX-License-Identifier: Apache-2.0
/**
 * The door of detection. It owns the rules and their versions, what matches them, the alerts that come of it with
 * their triage, and what keeps alerts silent. It knows events only as something with a time, an entity and fields;
 * where they come from is for the slice `events`, which calls it with every batch.
 */
import { join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import type { EventStore } from "../../platform/events/index.ts";
import type { Registry, RouteDefinition } from "../../platform/http/index.ts";
import type { Worker } from "../../platform/jobs/index.ts";
import type { Records } from "../../platform/records/index.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import { AlertExplainer, type ExplainerParts } from "./alerts/explainer.ts";
import { reconcilingWorker } from "./alerts/reconcile.ts";
import { alertRoutes } from "./alerts/routes.ts";
import { Alerts } from "./alerts/service.ts";
import { Detection } from "./detection.ts";
import { figureRoutes } from "./figures/routes.ts";
import { RuleFigures } from "./figures/service.ts";
import { RuleTally } from "./figures/tally.ts";
import { IndexKeeper } from "./indicators/index-keeper.ts";
import { indicatorRoutes } from "./indicators/routes.ts";
import { IndicatorLists } from "./indicators/service.ts";
import { Passes } from "./retrospections/passes.ts";
import { retrospectionRoutes } from "./retrospections/routes.ts";
import { Retrospections } from "./retrospections/service.ts";
import { ruleRoutes, shippedRuleRoutes, suppressionRoutes } from "./routes.ts";
import { RuleFolder } from "./rules/load.ts";
import { Rules } from "./rules/service.ts";
import { ShippedRules } from "./rules/shipped.ts";
import { undecidedMeter } from "./rules/undecided.ts";
import { Suppressions } from "./suppressions/service.ts";

export {
  type AlertRow,
  type CaseLink,
  closeAlertsOfCases,
  findAlerts,
  joinAlerts,
  leaveAlerts,
  listAlertsOfCases,
  takenAlerts,
} from "./alerts/case-links.ts";
export { casesAbout } from "./alerts/cases-about.ts";
export { WINDOW_MS } from "./alerts/grouping.ts";
export {
  type AlertWatch,
  alertsMeeting,
  conditionsMet,
  rulesNotSeen,
  rulesThatAreOff,
} from "./alerts/meeting.ts";
export { reconcileAlerts } from "./alerts/reconcile.ts";
export { toAlerts } from "./alerts/with-ledger.ts";
export { type AlertCondition, alertsWithoutCase } from "./alerts/without-case.ts";
export { type CorrelatedAlert, isOfWindow, type Part, toCorrelatedAlerts } from "./correlations/alerts.ts";
export type { CompiledCorrelation } from "./correlations/compile.ts";
export type { Correlations } from "./correlations/correlations.ts";
export { type DueWindow, EVERYWHERE, SHARE_LEFT } from "./correlations/windows.ts";
export { Detection, type DetectionParts, type Matcher } from "./detection.ts";
export type { DetectableEvent } from "./event.ts";
export { type DiskHigh, endDiskHigh, raiseDiskHigh } from "./hub-alerts/disk-high.ts";
export { endSourceSilence, raiseSourceSilence } from "./hub-alerts/source-silence.ts";
export { leapRevisions } from "./indicators/keep.ts";
export { type PassIndicators, seenAmong } from "./indicators/pass-indicators.ts";
export { observableOf } from "./indicators/service.ts";
export { readObservable } from "./indicators/stored-kinds.ts";
export type { FoundMatch } from "./matching.ts";
export { lookBackAfter } from "./retrospections/look-back-after.ts";
export { type Pass, Passes } from "./retrospections/passes.ts";
export type { CompiledRules } from "./rules/ruleset-cache.ts";
export type { Suppression } from "./suppressions/rules.ts";

const DAY_MS = 24 * 60 * 60_000;

export interface DetectionFeatureParts {
  readonly records: Records;
  readonly events: EventStore;
  readonly clock: Clock;
  /** Stored events that came within so many days are matched with changed rules; none where it is 0. */
  readonly retrospectionDays: number;
  /** Changes within so many seconds share a pass. */
  readonly retrospectionWaitSeconds: number;
  readonly dataDir: string;
  readonly rulesDir?: string | undefined;
  readonly rulesOrganisation?: string | undefined;
  /** Where the rules lie that come with the hub. */
  readonly shippedRulesDir: string;
  readonly logger: Logger;
  readonly registry: Registry;
  /** There may be something to look back for. */
  readonly wakeRetrospection: () => Promise<void>;
  /** Stored events as they were when they were matched. */
  readonly readStored: ExplainerParts["readStored"];
  /** There may be a correlation to work out. */
  readonly wakeCorrelation: () => void;
}

export interface DetectionFeature {
  /** What the ingest calls with every batch. */
  readonly detection: Detection;
  /** Keeps what it has counted when it is closed: after what matches. */
  readonly tally: RuleTally;
  /** Writes its index down when it is closed. */
  readonly indicators: IndexKeeper;
  /** What the role `worker` works on. */
  readonly passes: Passes;
  readonly workers: readonly Worker[];
  /** For the role `api`. */
  readonly routes: readonly RouteDefinition[];
}

export function createDetectionFeature(parts: DetectionFeatureParts): DetectionFeature {
  const { records, clock, wakeRetrospection: wake } = parts;
  const horizonMs = parts.retrospectionDays * DAY_MS;
  const waitMs = parts.retrospectionWaitSeconds * 1000;
  const ruleParts = { ...parts, wake, logger: parts.logger.child({ part: "rules" }) };
  const folder = new RuleFolder(ruleParts);
  const shipped = new ShippedRules(ruleParts);
  const onUndecided = undecidedMeter(parts.registry, ruleParts.logger);
  const tally = new RuleTally({ records, logger: ruleParts.logger });
  const indicators = new IndexKeeper({
    records,
    file: {
      path: join(parts.dataDir, "indicators.index"),
      logger: parts.logger.child({ part: "indicators" }),
    },
  });
  const detection = new Detection({ ...parts, onUndecided, tally, indicators });
  return {
    detection,
    tally,
    indicators,
    passes: new Passes({
      records,
      clock,
      horizonMs,
      waitMs,
      wakeCorrelation: parts.wakeCorrelation,
      onUndecided,
    }),
    workers: [reconcilingWorker({ ...parts, detection }), folder.worker, shipped.worker],
    routes: [
      ...alertRoutes(new Alerts(parts), new AlertExplainer(parts)),
      ...ruleRoutes(new Rules({ ...parts, rulesets: detection.rulesets, wake }), folder),
      ...indicatorRoutes(new IndicatorLists({ ...parts, wake })),
      ...shippedRuleRoutes(shipped),
      ...figureRoutes(new RuleFigures(parts)),
      ...retrospectionRoutes(new Retrospections({ ...parts, wake })),
      ...suppressionRoutes(new Suppressions(parts)),
    ],
  };
}
