// SPDX-License-Identifier: Apache-2.0
/** The role that serves people: the console and the routes behind it. */
import { type Access, accessRoutes } from "../features/access/index.ts";
import type { HttpServer, RouteDefinition } from "../platform/http/index.ts";
import { type LiveFeed, liveRoutes } from "../platform/live/index.ts";

export interface ApiParts {
  readonly http: HttpServer;
  readonly access: Access;
  readonly feed: LiveFeed;
  /** The routes of the other features. */
  readonly routes: readonly RouteDefinition[];
}

export function addApi({ http, access, feed, routes }: ApiParts): void {
  http.register([...accessRoutes(access), ...liveRoutes(feed), ...routes]);
}
