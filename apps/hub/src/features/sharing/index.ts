// SPDX-License-Identifier: Apache-2.0
/**
 * The door of sharing: with whom organisations share. It owns sharing groups, circles of a sector among them, and the
 * clients that organisations have declared. Who sees what because of them is decided in the database.
 */
import type { RouteDefinition } from "../../platform/http/index.ts";
import { clientRoutes } from "./clients/routes.ts";
import { OrganisationClients } from "./clients/service.ts";
import { groupRoutes } from "./groups/routes.ts";
import { SharingGroups, type SharingParts } from "./groups/service.ts";

export interface SharingFeature {
  readonly routes: readonly RouteDefinition[];
}

export function createSharingFeature(parts: SharingParts): SharingFeature {
  return {
    routes: [...groupRoutes(new SharingGroups(parts)), ...clientRoutes(new OrganisationClients(parts))],
  };
}
