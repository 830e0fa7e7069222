// SPDX-License-Identifier: Apache-2.0
/**
 * The door of detection. It owns the rules and their versions, what matches them, the alerts that come of it with
 * their triage, and what keeps alerts silent. It knows events only as something with a time, an entity and fields;
 * where they come from is for the slice `events`, which calls it with every batch.
 */
import type { Clock } from "../../platform/clock.ts";
import type { EventStore } from "../../platform/events/index.ts";
import type { RouteDefinition } from "../../platform/http/index.ts";
import type { Records } from "../../platform/records/index.ts";
import { alertRoutes } from "./alerts/routes.ts";
import { Alerts } from "./alerts/service.ts";
import { Detection } from "./detection.ts";
import { retrospectionRoutes } from "./retrospections/routes.ts";
import { Retrospections } from "./retrospections/service.ts";
import { ruleRoutes, suppressionRoutes } from "./routes.ts";
import { Rules } from "./rules/service.ts";
import { Suppressions } from "./suppressions/service.ts";

export { Detection, type DetectionParts } from "./detection.ts";
export type { DetectableEvent } from "./event.ts";
export { endSourceSilence, raiseSourceSilence } from "./hub-alerts/source-silence.ts";

export interface DetectionFeatureParts {
  readonly records: Records;
  readonly events: EventStore;
  readonly clock: Clock;
  /** There may be something to look back for. */
  readonly wakeRetrospection: () => Promise<void>;
}

export interface DetectionFeature {
  /** What the ingest calls with every batch. */
  readonly detection: Detection;
  /** For the role `api`. */
  readonly routes: readonly RouteDefinition[];
}

export function createDetectionFeature(parts: DetectionFeatureParts): DetectionFeature {
  const wake = parts.wakeRetrospection;
  return {
    detection: new Detection(parts),
    routes: [
      ...alertRoutes(new Alerts(parts)),
      ...ruleRoutes(new Rules({ ...parts, wake })),
      ...retrospectionRoutes(new Retrospections({ ...parts, wake })),
      ...suppressionRoutes(new Suppressions(parts)),
    ],
  };
}
