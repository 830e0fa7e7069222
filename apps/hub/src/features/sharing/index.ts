// SPDX-License-Identifier: Apache-2.0
/**
 * The door of sharing: with whom organisations share. It owns sharing groups, circles of a sector among them, the
 * clients that organisations have declared, and requests: to join a group, to see a record. Who sees what because of
 * them is decided in the database.
 */
import { z } from "zod";
import type { RouteDefinition } from "../../platform/http/index.ts";
import { defineJob, defineScheduledWorker, type Nudge, type Worker } from "../../platform/jobs/index.ts";
import { clientRoutes } from "./clients/routes.ts";
import { OrganisationClients } from "./clients/service.ts";
import { figureRoutes } from "./figures/routes.ts";
import { groupRoutes } from "./groups/routes.ts";
import { SharingGroups, type SharingParts } from "./groups/service.ts";
import { lookForRequested } from "./requests/look-for.ts";
import { requestRoutes } from "./requests/routes.ts";
import { SharingRequests } from "./requests/service.ts";

export interface SharingFeature {
  readonly routes: readonly RouteDefinition[];
  readonly workers: readonly Worker[];
  readonly nudges: readonly Nudge[];
}

const LOOK_FOR_REQUESTED = defineJob({
  name: "sharing.look_for_requested",
  payload: z.object({}),
  isAlone: true,
});

export function createSharingFeature(parts: SharingParts): SharingFeature {
  return {
    routes: [
      ...groupRoutes(new SharingGroups(parts)),
      ...clientRoutes(new OrganisationClients(parts)),
      ...figureRoutes(parts),
      ...requestRoutes(new SharingRequests(parts)),
    ],
    workers: [
      defineScheduledWorker(LOOK_FOR_REQUESTED, "* * * * *", (_payload, signal) =>
        lookForRequested(parts, signal),
      ),
    ],
    nudges: [{ topics: ["sharing_request.changed"], job: LOOK_FOR_REQUESTED }],
  };
}
