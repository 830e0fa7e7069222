// SPDX-License-Identifier: Apache-2.0
/**
 * The folder of rules, loaded: new files are new rules, changed ones new versions, and rules whose file is gone are
 * switched off, not deleted. What a person uploaded, or switched off, stays as it is.
 */
import { FengsuiError, type RulesLoaded } from "@fengsui/contract";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import { defineJob, defineScheduledWorker, type Worker } from "../../../platform/jobs/index.ts";
import {
  type OrganisationId,
  type PersonId,
  type ReadTx,
  type Records,
  systemPrincipal,
} from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { readRules } from "./documents.ts";
import { type FolderListing, listFolder, readFolder } from "./folder.ts";
import { keepFolder, ownerOfRules } from "./keep-folder.ts";
import { KEPT_DIAGNOSTICS } from "./view.ts";

export interface FolderParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly wake: () => Promise<void>;
  /** Absent: there is no folder. */
  readonly rulesDir?: string | undefined;
  /** The name of whose rules they are; absent: they are the hub's. */
  readonly rulesOrganisation?: string | undefined;
}

const JOB = "rules.load";
const LOAD_RULES = defineJob({ name: JOB, payload: z.object({}) });
const EVERY_MINUTE = "* * * * *";
const PRINCIPAL = systemPrincipal(JOB);
const MAX_DIAGNOSTICS = 1000;

export class RuleFolder {
  readonly #parts: FolderParts;
  #stamp: string | undefined;
  #complaint: string | undefined;

  constructor(parts: FolderParts) {
    this.#parts = parts;
  }

  /** When the hub starts, and when a file was added, changed or removed. */
  readonly worker: Worker = async (jobs) => {
    await defineScheduledWorker(LOAD_RULES, EVERY_MINUTE, async () => await this.#watch())(jobs);
    await jobs.send(LOAD_RULES, {});
  };

  async load(askedBy: PersonId | null): Promise<RulesLoaded> {
    const { rulesDir } = this.#parts;
    if (rulesDir === undefined) throw new FengsuiError("rules.no_folder", "FENGSUI_RULES_DIR is not set");
    const listing = await listFolder(rulesDir);
    const loaded = await this.#load(listing, askedBy);
    if (loaded === undefined)
      throw new FengsuiError("rules.no_folder", "the organisation that the rules are for does not exist");
    return loaded;
  }

  /** What is wrong with the folder is said once, and looked at again in a minute. */
  async #watch(): Promise<void> {
    const { rulesDir, logger } = this.#parts;
    if (rulesDir === undefined) return;
    try {
      await this.#loadIfChanged(rulesDir);
      this.#complaint = undefined;
    } catch (error) {
      if (!(error instanceof FengsuiError)) throw error;
      if (this.#complaint !== error.message) logger.warn({ error }, "the folder of rules was not loaded");
      this.#complaint = error.message;
    }
  }

  /** A hub that is not set up yet has nobody whose rules they are: that comes. */
  async #loadIfChanged(rulesDir: string): Promise<void> {
    const { logger } = this.#parts;
    const listing = await listFolder(rulesDir);
    if (listing.stamp === this.#stamp) return;
    const loaded = await this.#load(listing, null);
    if (loaded === undefined) return;
    const { diagnostics: _, ...counts } = loaded;
    logger.info({ folder: rulesDir, ...counts }, "loaded the folder of rules");
  }

  async #load(listing: FolderListing, askedBy: PersonId | null): Promise<RulesLoaded | undefined> {
    const organisationId = await this.#parts.records.read(PRINCIPAL, (tx) => this.#owner(tx));
    if (organisationId === undefined) return undefined;
    const { files, refusals } = await readFolder(listing);
    const read = await readRules(files);
    const all = { ...read, refusals: [...refusals, ...read.refusals] };
    const scope = this.#parts.rulesOrganisation === undefined ? "hub" : "organisation";
    const as = {
      job: JOB,
      organisationId,
      origin: "folder",
      scope,
      askedBy,
      folder: listing.folder,
    } as const;
    const counts = await keepFolder(this.#parts, as, all);
    this.#stamp = listing.stamp;
    await this.#parts.wake();
    const diagnostics = [...refusals.flatMap((one) => one.diagnostics), ...read.diagnostics];
    return {
      ...counts,
      files: listing.files.length,
      refused: all.refusals.length,
      diagnostics: KEPT_DIAGNOSTICS.parse(diagnostics.slice(0, MAX_DIAGNOSTICS)),
    };
  }

  async #owner(tx: ReadTx): Promise<OrganisationId | undefined> {
    return await ownerOfRules(tx, this.#parts.rulesOrganisation);
  }
}
