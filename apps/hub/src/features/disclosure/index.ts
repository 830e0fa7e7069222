// SPDX-License-Identifier: Apache-2.0
/**
 * The door of disclosure: what comes with sharing a record, of whatever kind. It owns the preview of recipients and the
 * reasons why somebody sees a record, who saw it, and recalls. Who may see what is decided in the database; the records
 * themselves belong to their slices, which share them through this door.
 */
import type { Clock } from "../../platform/clock.ts";
import type { RouteDefinition } from "../../platform/http/index.ts";
import type { Records } from "../../platform/records/index.ts";
import { Reads } from "./reads.ts";
import { Recalls } from "./recalls.ts";
import { disclosureRoutes } from "./routes.ts";

export { ensureShared, requireSeesNamed, type Shared, toSharedWith } from "./audience.ts";
export { requireAsPreviewed } from "./preview.ts";
export type { Reads } from "./reads.ts";
export { recall, shareOtherwise } from "./share.ts";

export interface DisclosureFeature {
  readonly routes: readonly RouteDefinition[];
  readonly reads: Reads;
}

export function createDisclosureFeature(parts: {
  readonly records: Records;
  readonly clock: Clock;
}): DisclosureFeature {
  return { routes: disclosureRoutes(parts.records, new Recalls(parts.records)), reads: new Reads(parts) };
}
