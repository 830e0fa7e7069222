// SPDX-License-Identifier: Apache-2.0
/** Uploaded files go after a month: what they held is in the ledger, or was not wanted. */
import { z } from "zod";
import { defineJob, defineScheduledWorker, type Worker } from "../../../platform/jobs/index.ts";
import { systemPrincipal, unaudited } from "../../../platform/records/index.ts";
import { forgetBefore } from "./records.ts";
import type { ImportsParts } from "./service.ts";

const JOB = defineJob({ name: "ledger.forget_imports", payload: z.object({}), isAlone: true });
const EVERY_NIGHT = "20 3 * * *";
const KEEP_MS = 30 * 24 * 60 * 60_000;

export function forgettingWorker({ records, clock }: ImportsParts): Worker {
  return defineScheduledWorker(JOB, EVERY_NIGHT, async () => {
    const before = new Date(clock.now().getTime() - KEEP_MS);
    await records.transaction(systemPrincipal("ledger.forget_imports"), (tx) =>
      unaudited(tx, "the end of a term is nobody's act", (write) => forgetBefore(write, before)),
    );
  });
}
