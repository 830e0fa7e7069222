// SPDX-License-Identifier: Apache-2.0
/**
 * The door of retention. It owns how long events are kept, what keeps them longer, and their deletion; and how full
 * the disk may be before the hub warns, makes room, and takes nothing in.
 */
import type { RouteDefinition } from "../../platform/http/index.ts";
import type { Worker } from "../../platform/jobs/index.ts";
import { Deletion } from "./deletion.ts";
import { LegalHolds } from "./holds.ts";
import { hubRetentionRoutes, legalHoldRoutes, retentionRoutes } from "./routes.ts";
import { type RetentionParts, RetentionService } from "./service.ts";

export { keepWatermarks } from "./watermarks.ts";

export interface RetentionFeature {
  readonly routes: readonly RouteDefinition[];
  readonly workers: readonly Worker[];
}

export function createRetentionFeature(parts: RetentionParts): RetentionFeature {
  const retention = new RetentionService(parts);
  return {
    routes: [
      ...hubRetentionRoutes(retention),
      ...retentionRoutes(retention),
      ...legalHoldRoutes(new LegalHolds(parts)),
    ],
    workers: new Deletion(parts).workers,
  };
}
