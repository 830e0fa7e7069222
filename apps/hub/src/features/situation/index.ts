// SPDX-License-Identifier: Apache-2.0
/**
 * The door of the situation: what the overview counts. It owns no record. It reads those of others, and only counts:
 * who may see a record is decided where it lies, so that no figure tells more than its records would.
 */
import type { RouteDefinition } from "../../platform/http/index.ts";
import type { Records } from "../../platform/records/index.ts";
import { situationRoutes } from "./routes.ts";

export function createSituationFeature(parts: { readonly records: Records }): {
  readonly routes: readonly RouteDefinition[];
} {
  return { routes: situationRoutes(parts) };
}
