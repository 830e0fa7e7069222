// SPDX-License-Identifier: Apache-2.0
/** The role that serves people: the console and the routes behind it. */
import type { HttpServer, RouteDefinition } from "../platform/http/index.ts";
import { type LiveFeed, liveRoutes } from "../platform/live/index.ts";

export interface ApiParts {
  readonly http: HttpServer;
  readonly feed: LiveFeed;
  /** The routes of the features. */
  readonly routes: readonly RouteDefinition[];
}

export function addApi({ http, feed, routes }: ApiParts): void {
  http.register([...liveRoutes(feed), ...routes]);
}
