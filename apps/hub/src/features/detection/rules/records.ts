// SPDX-License-Identifier: Apache-2.0
/** The rows of rules and their versions. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type { Level, OrganisationId, PersonId, ReadTx, Writer } from "../../../platform/records/index.ts";

export interface EnabledRule {
  readonly id: Id<"rule">;
  readonly organisationId: OrganisationId;
  readonly version: number;
  readonly key: string;
  readonly source: string;
}

/** Rules of the organisation, and those of the hub for everybody. */
function enabledFor(tx: ReadTx, organisationId: OrganisationId) {
  return tx.read
    .selectFrom("rules")
    .where("rules.is_enabled", "=", true)
    .where((where) =>
      where.or([where("rules.organisation_id", "=", organisationId), where("rules.scope", "=", "hub")]),
    );
}

/** Changes whenever a rule is switched on or off or has a new version. */
export async function enabledStamp(tx: ReadTx, organisationId: OrganisationId): Promise<string> {
  const row = await enabledFor(tx, organisationId)
    .select(
      sql<string>`coalesce(md5(string_agg(rules.id::text || ':' || rules.version, ',' order by rules.id)), '')`.as(
        "stamp",
      ),
    )
    .executeTakeFirstOrThrow();
  return row.stamp;
}

export async function enabledRules(tx: ReadTx, organisationId: OrganisationId): Promise<EnabledRule[]> {
  const rows = await enabledFor(tx, organisationId)
    .innerJoin("rule_versions", (join) =>
      join
        .onRef("rule_versions.rule_id", "=", "rules.id")
        .onRef("rule_versions.version", "=", "rules.version"),
    )
    .select(["rules.id", "rules.organisation_id", "rules.version", "rules.key", "rule_versions.source"])
    .orderBy("rules.id")
    .execute();
  return rows.map(({ organisation_id, ...row }) => ({ ...row, organisationId: organisation_id }));
}

export interface RuleRow {
  readonly id: Id<"rule">;
  readonly organisation_id: OrganisationId;
  readonly audience_id: number;
  readonly key: string;
  readonly title: string;
  readonly level: Level;
  readonly scope: "organisation" | "hub";
  readonly is_enabled: boolean;
  readonly version: number;
  readonly changed_at: Date;
}

const COLUMNS = [
  "id",
  "organisation_id",
  "audience_id",
  "key",
  "title",
  "level",
  "scope",
  "is_enabled",
  "version",
  "changed_at",
] as const;

export interface RuleFilter {
  readonly isEnabled?: boolean | undefined;
  readonly after?: Id<"rule"> | undefined;
  readonly limit: number;
}

export async function listRules(tx: ReadTx, filter: RuleFilter): Promise<RuleRow[]> {
  let query = tx.read.selectFrom("rules").select(COLUMNS).orderBy("id").limit(filter.limit);
  if (filter.isEnabled !== undefined) query = query.where("is_enabled", "=", filter.isEnabled);
  if (filter.after !== undefined) query = query.where("id", ">", filter.after);
  return await query.execute();
}

export async function findRule(tx: ReadTx, id: Id<"rule">): Promise<RuleRow | undefined> {
  return await tx.read.selectFrom("rules").select(COLUMNS).where("id", "=", id).executeTakeFirst();
}

/** Locks the row, so that two changes of one rule come one after the other. */
export async function findRuleByKey(write: Writer, organisationId: OrganisationId, key: string) {
  return await write
    .selectFrom("rules")
    .innerJoin("rule_versions", (join) =>
      join
        .onRef("rule_versions.rule_id", "=", "rules.id")
        .onRef("rule_versions.version", "=", "rules.version"),
    )
    .select(["rules.id", "rules.version", "rules.audience_id", "rule_versions.sha256"])
    .where("rules.organisation_id", "=", organisationId)
    .where("rules.key", "=", key)
    .forUpdate("rules")
    .executeTakeFirst();
}

export interface NewVersion {
  readonly ruleId: Id<"rule">;
  readonly version: number;
  readonly organisationId: OrganisationId;
  readonly audienceId: number;
  readonly source: string;
  readonly sha256: Buffer;
  readonly diagnostics: readonly unknown[];
  readonly createdBy: PersonId | null;
}

export async function insertVersion(write: Writer, version: NewVersion): Promise<void> {
  await write
    .insertInto("rule_versions")
    .values({
      rule_id: version.ruleId,
      version: version.version,
      organisation_id: version.organisationId,
      audience_id: version.audienceId,
      source: version.source,
      sha256: version.sha256,
      diagnostics: JSON.stringify(version.diagnostics),
      created_by: version.createdBy,
    })
    .execute();
}

export async function listVersions(tx: ReadTx, ruleId: Id<"rule">) {
  return await tx.read
    .selectFrom("rule_versions")
    .select(["version", "source", "diagnostics", "created_by", "created_at"])
    .where("rule_id", "=", ruleId)
    .orderBy("version", "desc")
    .execute();
}
