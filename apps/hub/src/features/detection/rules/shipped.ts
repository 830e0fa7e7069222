// SPDX-License-Identifier: Apache-2.0
/**
 * The rules that come with the hub, as a set of its own: an operator switches it on, and a newer version of the hub
 * then brings its newer rules. Off, it is as a folder that is empty: what somebody switched off by hand stays so.
 */
import type { ShippedRules as State } from "@fengsui/contract";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { defineJob, defineWorker, type Worker } from "../../../platform/jobs/index.ts";
import {
  type PersonId,
  personPrincipal,
  type ReadTx,
  type Records,
  systemPrincipal,
} from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { type ReadRules, readRules } from "./documents.ts";
import { listFolder, readFolder } from "./folder.ts";
import { keepFolder, ownerOfRules } from "./keep-folder.ts";

export interface ShippedRulesParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where they lie in the program. */
  readonly shippedRulesDir: string;
  readonly wake: () => Promise<void>;
}

const JOB = "rules.shipped";
const REFRESH_RULES = defineJob({ name: JOB, payload: z.object({}) });
const NONE: ReadRules = { documents: [], diagnostics: [], refusals: [] };

export class ShippedRules {
  readonly #parts: ShippedRulesParts;

  constructor(parts: ShippedRulesParts) {
    this.#parts = parts;
  }

  /** A newer program may have newer rules. */
  readonly worker: Worker = async (jobs) => {
    const refresh = async () => {
      if (await this.#parts.records.read(systemPrincipal(JOB), isAnyOn)) await this.#set(true, null);
    };
    await defineWorker(REFRESH_RULES, refresh)(jobs);
    await jobs.send(REFRESH_RULES, {});
  };

  async state({ person }: SignedIn): Promise<State> {
    const isOn = await this.#parts.records.read(personPrincipal(person), isAnyOn);
    return { isOn, count: (await listFolder(this.#parts.shippedRulesDir)).files.length };
  }

  async switch(signedIn: SignedIn, isOn: boolean): Promise<State> {
    await this.#set(isOn, signedIn.person.id);
    return await this.state(signedIn);
  }

  async #set(isOn: boolean, askedBy: PersonId | null): Promise<void> {
    const { records, shippedRulesDir: folder, wake } = this.#parts;
    const organisationId = await records.read(systemPrincipal(JOB), (tx) => ownerOfRules(tx));
    if (organisationId === undefined) return;
    const read = isOn ? await readRules((await readFolder(await listFolder(folder))).files) : NONE;
    const as = {
      job: JOB,
      organisationId,
      origin: "shipped",
      scope: "hub",
      askedBy,
      folder: "rules",
    } as const;
    const { created, changed, returned } = await keepFolder(this.#parts, as, read);
    this.#parts.logger.info({ isOn, created, changed, returned }, "the rules that ship");
    await wake();
  }
}

async function isAnyOn({ read }: ReadTx): Promise<boolean> {
  const row = await read
    .selectFrom("rules")
    .where("origin", "=", "shipped")
    .where("is_enabled", "=", true)
    .select("id")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
