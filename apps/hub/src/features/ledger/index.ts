// SPDX-License-Identifier: Apache-2.0
/**
 * The door of the ledger. It owns the protected systems with their level and who answers for them, the assets that
 * they are made of, and the rules by which an asset is known again. Others ask it whose a host or an address was.
 */
import type { Clock } from "../../platform/clock.ts";
import type { EventStore } from "../../platform/events/index.ts";
import type { RouteDefinition } from "../../platform/http/index.ts";
import type { Worker } from "../../platform/jobs/index.ts";
import type { Records } from "../../platform/records/index.ts";
import { Merging } from "./assets/merging.ts";
import { assetRoutes } from "./assets/routes.ts";
import { Assets } from "./assets/service.ts";
import { LedgerExport } from "./imports/export.ts";
import { forgettingWorker } from "./imports/forget.ts";
import { exportRoutes, importRoutes } from "./imports/routes.ts";
import { Imports } from "./imports/service.ts";
import { lookingWorker } from "./proposals/look.ts";
import { hostProposalRoutes } from "./proposals/routes.ts";
import { HostProposals } from "./proposals/service.ts";
import { systemRoutes } from "./systems/routes.ts";
import { Systems } from "./systems/service.ts";

export { type Asked, describeHosts, isOf, type LedgerWanted, mayBeOf, mayNameHostOf } from "./describe.ts";

export interface LedgerFeatureParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
  readonly clock: Clock;
}

export interface LedgerFeature {
  readonly workers: readonly Worker[];
  /** For the role `api`. */
  readonly routes: readonly RouteDefinition[];
}

export function createLedgerFeature(parts: LedgerFeatureParts): LedgerFeature {
  const systems = new Systems(parts);
  const assets = new Assets(parts);
  return {
    workers: [lookingWorker(parts), forgettingWorker(parts)],
    routes: [
      ...systemRoutes(systems),
      ...assetRoutes(assets, new Merging(parts)),
      ...hostProposalRoutes(new HostProposals(parts)),
      ...importRoutes(new Imports(parts)),
      ...exportRoutes(new LedgerExport({ ...parts, systems, assets })),
    ],
  };
}
