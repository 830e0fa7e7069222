// SPDX-License-Identifier: Apache-2.0
/**
 * The folder of rules, loaded: new files are new rules, changed ones new versions, and rules whose file is gone are
 * switched off, not deleted. What a person uploaded, or switched off, stays as it is.
 */
import { FengsuiError, type RulesLoaded } from "@fengsui/contract";
import { sql } from "kysely";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import { defineJob, defineScheduledWorker, type Worker } from "../../../platform/jobs/index.ts";
import {
  audited,
  ensureAudience,
  type OrganisationId,
  type PersonId,
  type ReadTx,
  type Records,
  systemPrincipal,
  type Writer,
} from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { type ReadRules, readRules } from "./documents.ts";
import { type FolderListing, listFolder, readFolder } from "./folder.ts";
import { type KeepAs, keepRefusals, keepRules } from "./keep.ts";
import type { RuleRow } from "./records.ts";
import { announceChange } from "./switch.ts";
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

type Touched = Pick<RuleRow, "id" | "audience_id" | "organisation_id">;

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
    const counts = await this.#keep(organisationId, all, { askedBy, folder: listing.folder });
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

  /** Rules of the hub belong to its first organisation. */
  async #owner({ read }: ReadTx): Promise<OrganisationId | undefined> {
    const { rulesOrganisation } = this.#parts;
    let query = read.selectFrom("organisations").select("id").orderBy("created_at").orderBy("id").limit(1);
    if (rulesOrganisation !== undefined) query = query.where("name", "=", rulesOrganisation);
    return (await query.executeTakeFirst())?.id;
  }

  async #keep(
    organisationId: OrganisationId,
    read: ReadRules,
    { askedBy, folder }: { readonly askedBy: PersonId | null; readonly folder: string },
  ) {
    const { records, clock, rulesOrganisation } = this.#parts;
    const subject = { kind: "organisation", id: organisationId };
    const detail = { folder, rules: read.documents.length, ...(askedBy !== null && { askedBy }) };
    return await records.transaction(PRINCIPAL, (tx) =>
      audited(tx, { action: "rule.load", subject, organisationId, detail }, async (write) => {
        await sql`select pg_advisory_xact_lock(hashtext(${JOB}))`.execute(write);
        const audienceId = await ensureAudience(write, { owner: organisationId, marking: null });
        const scope = rulesOrganisation === undefined ? "hub" : "organisation";
        const common = { organisationId, audienceId, createdBy: null, now: tx.now };
        const as: KeepAs = { ...common, origin: "folder", scope };
        const { rules, ...counts } = await keepRules(write, clock, as, read.documents);
        await keepRefusals(write, clock, as, { files: "all", refusals: read.refusals });
        // A file that is broken now is still there: its last good version goes on.
        const keys = [...read.documents, ...read.refusals].map(({ key }) => key);
        const vanished = await switchVanished(write, as, keys);
        const returned = await switchReturned(write, as, keys);
        await announceAll(write, [
          ...rules.map((rule) => ({ ...rule, organisation_id: organisationId })),
          ...vanished,
          ...returned,
        ]);
        return { ...counts, vanished: vanished.length, returned: returned.length };
      }),
    );
  }
}

async function announceAll(write: Writer, touched: readonly Touched[]): Promise<void> {
  for (const [organisationId, rules] of Map.groupBy(touched, (rule) => rule.organisation_id))
    await announceChange(write, organisationId, rules);
}

const TOUCHED = ["id", "audience_id", "organisation_id"] as const;

/** Also where the folder was another organisation's before, or everybody's. */
async function switchVanished(
  write: Writer,
  { organisationId, scope, now }: KeepAs,
  keys: readonly string[],
): Promise<Touched[]> {
  return await write
    .updateTable("rules")
    .set({ is_enabled: false, vanished_at: now, changed_at: now })
    .where("origin", "=", "folder")
    .where("is_enabled", "=", true)
    .where((where) =>
      where.or([
        where("organisation_id", "<>", organisationId),
        where("scope", "<>", scope),
        where("key", "<>", sql<string>`all(${[...keys]}::text[])`),
      ]),
    )
    .returning(TOUCHED)
    .execute();
}

async function switchReturned(
  write: Writer,
  { organisationId, scope, now }: KeepAs,
  keys: readonly string[],
): Promise<Touched[]> {
  return await write
    .updateTable("rules")
    .set({ is_enabled: true, vanished_at: null, changed_at: now })
    .where("origin", "=", "folder")
    .where("organisation_id", "=", organisationId)
    .where("scope", "=", scope)
    .where("key", "=", sql<string>`any(${[...keys]}::text[])`)
    .where("vanished_at", "is not", null)
    .returning(TOUCHED)
    .execute();
}
