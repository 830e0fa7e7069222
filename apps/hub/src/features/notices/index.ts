// SPDX-License-Identifier: Apache-2.0
/**
 * The door of notices. It owns orders: a measure that one organisation orders from another by a time, and the proof
 * without which none is closed. It knows the case behind an order, evidence, and, through detection, whether the alerts
 * that an order is about are gone.
 */
import { z } from "zod";
import type { RouteDefinition } from "../../platform/http/index.ts";
import { defineJob, defineScheduledWorker, type Nudge, type Worker } from "../../platform/jobs/index.ts";
import type { CheckParts } from "./checks/run.ts";
import { IssuerActs } from "./issuer.ts";
import { OrderedActs } from "./ordered.ts";
import { orderRoutes } from "./routes.ts";
import { Orders } from "./service.ts";
import { superviseOrders } from "./supervision/supervise.ts";

export type { CheckParts } from "./checks/run.ts";
export { superviseOrders } from "./supervision/supervise.ts";

export interface NoticesFeature {
  /** For the role `api`. */
  readonly routes: readonly RouteDefinition[];
  /** For the role `worker`. */
  readonly workers: readonly Worker[];
  /** What has its jobs done before their time. */
  readonly nudges: readonly Nudge[];
}

const SUPERVISE = defineJob({ name: "orders.supervise", payload: z.object({}), isAlone: true });

export function createNoticesFeature(parts: CheckParts): NoticesFeature {
  return {
    routes: orderRoutes({
      orders: new Orders(parts),
      ordered: new OrderedActs(parts),
      issuer: new IssuerActs(parts),
    }),
    workers: [
      defineScheduledWorker(SUPERVISE, "* * * * *", (_payload, signal) => superviseOrders(parts, signal)),
    ],
    nudges: [{ topics: ["order.changed", "alert.raised", "alert.changed"], job: SUPERVISE }],
  };
}
