// SPDX-License-Identifier: Apache-2.0
/**
 * What a folder of rules came to, kept: new and changed rules, and those switched off whose file is gone, until it is
 * there again. What a person uploaded, or switched off, stays as it is.
 */
import { sql } from "kysely";
import type { Clock } from "../../../platform/clock.ts";
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
import type { ReadRules } from "./documents.ts";
import { type KeepAs, keepRefusals, keepRules } from "./keep.ts";
import type { RuleRow } from "./records.ts";
import { announceChange } from "./switch.ts";

type Touched = Pick<RuleRow, "id" | "audience_id" | "organisation_id">;

export interface KeepFolderAs {
  readonly job: string;
  readonly organisationId: OrganisationId;
  readonly origin: "folder" | "shipped";
  readonly scope: RuleRow["scope"];
  readonly askedBy: PersonId | null;
  readonly folder: string;
}

/** Rules of the hub belong to its first organisation. Absent where there is none yet, or none of that name. */
export async function ownerOfRules({ read }: ReadTx, name?: string): Promise<OrganisationId | undefined> {
  let query = read.selectFrom("organisations").select("id").orderBy("created_at").orderBy("id").limit(1);
  if (name !== undefined) query = query.where("name", "=", name);
  return (await query.executeTakeFirst())?.id;
}

export async function keepFolder(
  { records, clock }: { readonly records: Records; readonly clock: Clock },
  { job, organisationId, origin, scope, askedBy, folder }: KeepFolderAs,
  read: ReadRules,
) {
  const subject = { kind: "organisation", id: organisationId };
  const detail = { folder, rules: read.documents.length, ...(askedBy !== null && { askedBy }) };
  return await records.transaction(systemPrincipal(job), (tx) =>
    audited(tx, { action: "rule.load", subject, organisationId, detail }, async (write) => {
      await sql`select pg_advisory_xact_lock(hashtext(${job}))`.execute(write);
      const audienceId = await ensureAudience(write, { owner: organisationId, marking: null });
      const as: KeepAs = { organisationId, audienceId, createdBy: null, now: tx.now, origin, scope };
      const { rules, ...counts } = await keepRules(write, clock, as, read.documents);
      if (origin === "folder")
        await keepRefusals(write, clock, { ...as, origin }, { files: "all", refusals: read.refusals });
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

async function announceAll(write: Writer, touched: readonly Touched[]): Promise<void> {
  for (const [organisationId, rules] of Map.groupBy(touched, (rule) => rule.organisation_id))
    await announceChange(write, organisationId, rules);
}

const TOUCHED = ["id", "audience_id", "organisation_id"] as const;

/** Also where the folder was another organisation's before, or everybody's. */
async function switchVanished(
  write: Writer,
  { organisationId, origin, scope, now }: KeepAs,
  keys: readonly string[],
): Promise<Touched[]> {
  return await write
    .updateTable("rules")
    .set({ is_enabled: false, vanished_at: now, changed_at: now })
    .where("origin", "=", origin)
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
  { organisationId, origin, scope, now }: KeepAs,
  keys: readonly string[],
): Promise<Touched[]> {
  return await write
    .updateTable("rules")
    .set({ is_enabled: true, vanished_at: null, changed_at: now })
    .where("origin", "=", origin)
    .where("organisation_id", "=", organisationId)
    .where("scope", "=", scope)
    .where("key", "=", sql<string>`any(${[...keys]}::text[])`)
    .where("vanished_at", "is not", null)
    .returning(TOUCHED)
    .execute();
}
