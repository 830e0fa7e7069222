// SPDX-License-Identifier: Apache-2.0
/**
 * The door of constituency. It owns whom to tell at an organisation, and for which domains, networks and autonomous
 * systems it answers: what it says, how that was proved, and that it still is. `whoAnswersFor` routes what comes about
 * an address to those who proved that it is theirs.
 */
import type { Answering } from "@fengsui/contract";
import { z } from "zod";
import type { Clock } from "../../platform/clock.ts";
import type { RouteDefinition } from "../../platform/http/index.ts";
import { defineJob, defineScheduledWorker, type Worker } from "../../platform/jobs/index.ts";
import type { ReadTx, Records } from "../../platform/records/index.ts";
import { type OutsideParts, outsideOf } from "./proofs/outside.ts";
import { answering } from "./records.ts";
import { constituencyRoutes } from "./routes.ts";
import { readAsked } from "./rules.ts";
import { Constituency } from "./service.ts";

export { OVERLAPS } from "./overlaps.ts";
export type { OutsideParts } from "./proofs/outside.ts";

export interface ConstituencyFeatureParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly outside: OutsideParts;
}

const CHECK = defineJob({ name: "constituency.check", payload: z.object({}), isAlone: true });

export function createConstituencyFeature({ records, clock, outside }: ConstituencyFeatureParts): {
  readonly routes: readonly RouteDefinition[];
  readonly workers: readonly Worker[];
} {
  const constituency = new Constituency({ records, clock, outside: outsideOf(outside) });
  return {
    routes: constituencyRoutes(constituency),
    workers: [
      defineScheduledWorker(CHECK, "23 * * * *", (_payload, signal) => constituency.checkDue(signal)),
    ],
  };
}

/** As far as the principal of the transaction may know; the most specific of what was proved. */
export async function whoAnswersFor(
  tx: ReadTx,
  value: string,
): Promise<Pick<Answering["organisations"][number], "id" | "name">[]> {
  const rows = await answering(tx, readAsked(value));
  return rows.map(({ id, name }) => ({ id, name }));
}
