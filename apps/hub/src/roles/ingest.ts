// SPDX-License-Identifier: Apache-2.0
/** The role that takes in events: the doors that shippers deliver at. */
import type { EventsFeature } from "../features/events/index.ts";
import type { HttpServer } from "../platform/http/index.ts";

export function addIngest(http: HttpServer, { ingestRoutes }: EventsFeature): void {
  http.register(ingestRoutes);
}
