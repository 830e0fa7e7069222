// SPDX-License-Identifier: Apache-2.0
/**
 * The door of publications. It owns what organisations tell others in their own name, and the requests by which one
 * publishes on behalf of another: whose behalf is in the request alone, which the source and who handles it see.
 */
import type { RouteDefinition } from "../../platform/http/index.ts";
import type { Reads } from "../disclosure/index.ts";
import { PublicationExports } from "./exports.ts";
import { PublicationRequests } from "./requests.ts";
import { publicationRoutes, requestRoutes } from "./routes.ts";
import { type PublicationParts, Publications } from "./service.ts";

export function createPublicationsFeature(
  parts: PublicationParts,
  reads: Reads,
): { readonly routes: readonly RouteDefinition[] } {
  const read = { list: "publications", exports: ["/export"] };
  const routes = publicationRoutes(new Publications(parts), new PublicationExports(parts.records));
  return {
    routes: [...reads.kept("publication", read, routes), ...requestRoutes(new PublicationRequests(parts))],
  };
}
