// SPDX-License-Identifier: Apache-2.0
/** The rows of retrospections and the rules that each is about. */
import { sql } from "kysely";
import type { Id } from "../../../platform/ids.ts";
import type {
  OrganisationId,
  PersonId,
  ReadTx,
  RetrospectionState,
  RetrospectionsTable,
  Writer,
} from "../../../platform/records/index.ts";

function select(tx: ReadTx) {
  return tx.read.selectFrom("retrospections").selectAll();
}

export type RetrospectionRow = NonNullable<Awaited<ReturnType<typeof findRetrospection>>>;

export async function findRetrospection(tx: ReadTx, id: Id<"retrospection">) {
  return await select(tx).where("id", "=", id).executeTakeFirst();
}

export interface RetrospectionFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly state?: RetrospectionState | undefined;
  readonly before?: { readonly time: Date; readonly id: Id<"retrospection"> } | undefined;
  readonly limit: number;
}

/** The newest first. */
export async function listRetrospections(
  tx: ReadTx,
  { organisationId, state, before, limit }: RetrospectionFilter,
): Promise<RetrospectionRow[]> {
  let query = select(tx).orderBy("created_at", "desc").orderBy("id", "desc").limit(limit);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  if (state !== undefined) query = query.where("state", "=", state);
  if (before !== undefined)
    query = query.where((where) =>
      where(where.refTuple("created_at", "id"), "<", where.tuple(before.time, before.id)),
    );
  return await query.execute();
}

const MAX_LISTED_RULES = 1000;

export async function listRulesOf(tx: ReadTx, id: Id<"retrospection">) {
  return await tx.read
    .selectFrom("retrospection_rules")
    .select(["rule_id as ruleId", "rule_version as version", "title"])
    .where("retrospection_id", "=", id)
    .orderBy("title")
    .orderBy("rule_id")
    .limit(MAX_LISTED_RULES)
    .execute();
}

export interface NewRetrospection {
  readonly id: Id<"retrospection">;
  readonly organisationId: OrganisationId;
  readonly cause: RetrospectionsTable["cause"];
  readonly receivedSince: Date | null;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly requestedBy: PersonId | null;
  readonly createdAt: Date;
  readonly notBefore: Date;
}

export interface PassRule {
  readonly id: Id<"rule">;
  readonly version: number;
  readonly title: string;
  /** Of a list of indicators: what was added after it; without it, all of them. */
  readonly sinceRevision?: string;
}

export async function insertRetrospection(
  write: Writer,
  wanted: NewRetrospection,
  ruleCount: number,
): Promise<void> {
  await write
    .insertInto("retrospections")
    .values({
      id: wanted.id,
      organisation_id: wanted.organisationId,
      cause: wanted.cause,
      received_since: wanted.receivedSince,
      from_at: wanted.from,
      to_at: wanted.to,
      rule_count: ruleCount,
      requested_by: wanted.requestedBy,
      created_at: wanted.createdAt,
      not_before: wanted.notBefore,
      changed_at: wanted.createdAt,
    })
    .execute();
}

/** Rows of one statement: PostgreSQL binds at most 65,535 values. */
const CHUNK = 5000;

/** A rule that is there already goes on with its newer version. */
export async function addRules(
  write: Writer,
  { id, organisationId }: Pick<NewRetrospection, "id" | "organisationId">,
  rules: readonly PassRule[],
  { isJoining = false } = {},
): Promise<void> {
  for (let at = 0; at < rules.length; at += CHUNK) {
    const rows = rules.slice(at, at + CHUNK).map((rule) => ({
      retrospection_id: id,
      organisation_id: organisationId,
      rule_id: rule.id,
      rule_version: rule.version,
      title: rule.title,
      since_revision: rule.sinceRevision ?? null,
    }));
    const insert = write.insertInto("retrospection_rules").values(rows);
    await (isJoining
      ? insert.onConflict((conflict) =>
          conflict.columns(["retrospection_id", "rule_id"]).doUpdateSet((row) => ({
            rule_version: row.ref("excluded.rule_version"),
            title: row.ref("excluded.title"),
            // What waits already is not to be lost.
            since_revision: sql<
              string | null
            >`least(retrospection_rules.since_revision, excluded.since_revision)`,
          })),
        )
      : insert
    ).execute();
  }
}

/** False where it is in none of these states any more. */
export async function changeState(
  write: Writer,
  id: Id<"retrospection">,
  {
    from,
    to,
    now,
  }: { readonly from: readonly RetrospectionState[]; readonly to: RetrospectionState; readonly now: Date },
): Promise<boolean> {
  const isEnd = to === "done" || to === "cancelled" || to === "failed";
  const { numUpdatedRows } = await write
    .updateTable("retrospections")
    .set({ state: to, failed_attempts: 0, finished_at: isEnd ? now : null, changed_at: now })
    .where("id", "=", id)
    .where("state", "in", [...from])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
