// SPDX-License-Identifier: Apache-2.0
/** The rows of rules and their versions. */
import { type RawBuilder, type Selectable, sql } from "kysely";
import { type Id, parseId } from "../../../platform/ids.ts";
import type {
  Level,
  OrganisationId,
  ReadTx,
  RulesTable,
  RuleVersionsTable,
} from "../../../platform/records/index.ts";

export interface EnabledRule {
  readonly id: Id<"rule">;
  readonly kind: RuleRow["kind"];
  readonly title: string;
  readonly level: Level;
  /** Of a list of indicators. */
  readonly listNumber: number | null;
  readonly organisationId: OrganisationId;
  readonly version: number;
  readonly key: string;
  readonly source: string;
  readonly groupBy: string | null;
}

/**
 * Rules of the organisation, and those of the hub for everybody. Where the organisation has its own of the same key,
 * on or off, that counts instead.
 */
function enabledFor(tx: ReadTx, organisationId: OrganisationId) {
  return tx.read
    .selectFrom("rules")
    .where("rules.is_enabled", "=", true)
    .where("rules.origin", "!=", "built_in")
    .where(isFor(sql<OrganisationId>`${organisationId}::uuid`));
}

/** Of a row of `rules`. */
export function isFor(organisationId: RawBuilder<OrganisationId>): RawBuilder<boolean> {
  return sql<boolean>`((rules.scope = 'organisation' and rules.organisation_id = ${organisationId})
    or (rules.scope = 'hub' and not exists (select from rules own where own.organisation_id = ${organisationId}
      and own.scope = 'organisation' and own.key = rules.key)))`;
}

/** Changes whenever a rule is switched on or off or has a new version. */
export async function enabledStamp(tx: ReadTx, organisationId: OrganisationId): Promise<string> {
  const row = await enabledFor(tx, organisationId)
    .select(
      // Asked for every batch: a sum needs no order, and no text of all rules.
      sql<string>`count(*) || ':' || coalesce(sum(hashtextextended(rules.id::text, rules.version)::numeric), 0)`.as(
        "stamp",
      ),
    )
    .executeTakeFirstOrThrow();
  return row.stamp;
}

export async function enabledRules(tx: ReadTx, organisationId: OrganisationId): Promise<EnabledRule[]> {
  return await selectEnabled(tx, organisationId).execute();
}

/** What they leave of a rule holds for the rule wherever it is used. */
export async function enabledFilters(tx: ReadTx, organisationId: OrganisationId): Promise<EnabledRule[]> {
  return await selectEnabled(tx, organisationId).where("rules.kind", "=", "filter").execute();
}

function selectEnabled(tx: ReadTx, organisationId: OrganisationId) {
  return enabledFor(tx, organisationId)
    .innerJoin("rule_versions", (join) =>
      join
        .onRef("rule_versions.rule_id", "=", "rules.id")
        .onRef("rule_versions.version", "=", "rules.version"),
    )
    .leftJoin("indicator_lists", "indicator_lists.rule_id", "rules.id")
    .select([
      "rules.id",
      "rules.organisation_id as organisationId",
      "rules.kind",
      "rules.title",
      "rules.level",
      "indicator_lists.number as listNumber",
      "rules.version",
      "rules.key",
      "rule_versions.source",
      "rule_versions.group_by as groupBy",
    ])
    .orderBy("rules.id");
}

/** Those of the wanted rules that are on for the organisation. */
export async function enabledAmong(
  tx: ReadTx,
  organisationId: OrganisationId,
  ids: readonly Id<"rule">[],
): Promise<{ id: Id<"rule">; version: number; title: string }[]> {
  return await enabledFor(tx, organisationId)
    .select(["rules.id", "rules.version", "rules.title"])
    .where("rules.id", "=", sql<Id<"rule">>`any(${[...ids]}::uuid[])`)
    .orderBy("rules.id")
    .execute();
}

const COLUMNS = [
  "id",
  "kind",
  "organisation_id",
  "audience_id",
  "key",
  "title",
  "level",
  "scope",
  "origin",
  "is_enabled",
  "vanished_at",
  "group_by",
  "version",
  "changed_at",
] as const;

export type RuleRow = Pick<Selectable<RulesTable>, (typeof COLUMNS)[number]>;

export interface RuleFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly level?: Level | undefined;
  readonly scope?: RuleRow["scope"] | undefined;
  readonly origin?: RuleRow["origin"] | undefined;
  readonly kind?: RuleRow["kind"] | undefined;
  readonly text?: string | undefined;
  readonly after?: Id<"rule"> | undefined;
  readonly limit: number;
}

export async function listRules(tx: ReadTx, filter: RuleFilter): Promise<RuleRow[]> {
  const { organisationId, isEnabled, level, scope, origin, kind, text, after, limit } = filter;
  let query = tx.read.selectFrom("rules").select(COLUMNS).orderBy("id").limit(limit);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (isEnabled !== undefined) query = query.where("is_enabled", "=", isEnabled);
  if (level !== undefined) query = query.where("level", "=", level);
  if (scope !== undefined) query = query.where("scope", "=", scope);
  if (kind !== undefined) query = query.where("kind", "=", kind);
  if (origin !== undefined) query = query.where("origin", "=", origin);
  if (text !== undefined) {
    const part = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where((where) => where.or([where("title", "ilike", part), where("key", "ilike", part)]));
  }
  if (after !== undefined) query = query.where("id", ">", after);
  return await query.execute();
}

export async function findRules(tx: ReadTx, ids: readonly Id<"rule">[]): Promise<RuleRow[]> {
  const wanted = sql<Id<"rule">>`any(${[...ids]}::uuid[])`;
  return await tx.read.selectFrom("rules").select(COLUMNS).where("id", "=", wanted).orderBy("id").execute();
}

export async function findRule(tx: ReadTx, id: Id<"rule">): Promise<RuleRow | undefined> {
  return await tx.read.selectFrom("rules").select(COLUMNS).where("id", "=", id).executeTakeFirst();
}

export async function listVersions(tx: ReadTx, ruleId: Id<"rule">) {
  return await tx.read
    .selectFrom("rule_versions")
    .select(VERSION_COLUMNS)
    .where("rule_id", "=", ruleId)
    .orderBy("version", "desc")
    .execute();
}

const VERSION_COLUMNS = ["version", "source", "sha256", "diagnostics", "group_by", "created_at"] as const;
export type VersionRow = Pick<Selectable<RuleVersionsTable>, (typeof VERSION_COLUMNS)[number]>;

export async function findVersion(
  tx: ReadTx,
  { id, version }: Pick<RuleRow, "id" | "version">,
): Promise<VersionRow | undefined> {
  return await tx.read
    .selectFrom("rule_versions")
    .select(VERSION_COLUMNS)
    .where("rule_id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
}

export interface RefusalFilter {
  readonly organisationId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export async function listRefusals(tx: ReadTx, { organisationId, after, limit }: RefusalFilter) {
  let query = tx.read.selectFrom("rule_refusals").selectAll().orderBy("id").limit(limit);
  const owner = organisationId === undefined ? undefined : parseId<"organisation">(organisationId);
  const last = after === undefined ? undefined : parseId<"rule-refusal">(after);
  if (owner !== undefined) query = query.where("organisation_id", "=", owner);
  if (last !== undefined) query = query.where("id", ">", last);
  return await query.execute();
}
