// SPDX-License-Identifier: Apache-2.0
/** The rows of retention and of legal holds. */
import type { HubRetentionChange, RetentionRule } from "@fengsui/contract";
import { sql } from "kysely";
import type { Hold } from "../../platform/events/index.ts";
import type { Id } from "../../platform/ids.ts";
import type {
  LegalHoldsTable,
  OrganisationId,
  PersonId,
  ReadTx,
  Writer,
} from "../../platform/records/index.ts";
import type { Days, KeptFor } from "./rules.ts";

/** Where nobody has set anything: nothing is deleted. */
export const HUB_DEFAULTS: HubRetentionChange = {
  defaultDays: null,
  floorDays: 0,
  minimumDays: 30,
  deletesOldest: false,
  highPercent: 85,
  criticalPercent: 95,
};

type Reads = Pick<ReadTx, "read">;

export async function readHubRetention({ read }: Reads): Promise<HubRetentionChange> {
  const row = await read.selectFrom("hub_retention").selectAll().executeTakeFirst();
  if (row === undefined) return HUB_DEFAULTS;
  return {
    defaultDays: row.default_days,
    floorDays: row.floor_days,
    minimumDays: row.minimum_days,
    deletesOldest: row.deletes_oldest,
    highPercent: row.high_percent,
    criticalPercent: row.critical_percent,
  };
}

export async function writeHubRetention(write: Writer, change: HubRetentionChange, now: Date): Promise<void> {
  const values = {
    default_days: change.defaultDays,
    floor_days: change.floorDays,
    minimum_days: change.minimumDays,
    deletes_oldest: change.deletesOldest,
    high_percent: change.highPercent,
    critical_percent: change.criticalPercent,
    changed_at: now,
  };
  await write
    .insertInto("hub_retention")
    .values(values)
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
}

export async function listRules({ read }: Reads, organisationId: OrganisationId): Promise<RetentionRule[]> {
  const rows = await read
    .selectFrom("retention_rules")
    .select(["log_type", "days"])
    .where("organisation_id", "=", organisationId)
    .orderBy("log_type")
    .execute();
  return rows.map((row) => ({ logType: row.log_type === "" ? null : row.log_type, days: row.days }));
}

export async function replaceRules(
  write: Writer,
  organisationId: OrganisationId,
  rules: readonly RetentionRule[],
): Promise<void> {
  await write.deleteFrom("retention_rules").where("organisation_id", "=", organisationId).execute();
  if (rules.length === 0) return;
  const rows = rules.map(({ logType, days }) => ({
    organisation_id: organisationId,
    log_type: logType ?? "",
    days,
  }));
  await write.insertInto("retention_rules").values(rows).execute();
}

/** What counts for the whole hub. */
export async function readKeptFor(tx: Reads): Promise<KeptFor> {
  const { defaultDays, floorDays } = await readHubRetention(tx);
  const rows = await tx.read
    .selectFrom("retention_rules")
    .select(["organisation_id", "log_type", "days"])
    .execute();
  const rules = new Map<string, Map<string, Days>>();
  for (const { organisation_id, log_type, days } of rows) {
    const own = rules.get(organisation_id) ?? new Map<string, Days>();
    rules.set(organisation_id, own.set(log_type, days));
  }
  return { defaultDays, floorDays, rules };
}

export type HoldRow = NonNullable<Awaited<ReturnType<typeof findHold>>>;

export async function findHold({ read }: Reads, id: Id<"legal-hold">) {
  return await read.selectFrom("legal_holds").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function listHolds(
  { read }: Reads,
  organisationId: OrganisationId | undefined,
  limit: number,
): Promise<HoldRow[]> {
  let query = read
    .selectFrom("legal_holds")
    .selectAll()
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(limit);
  if (organisationId !== undefined) query = query.where("organisation_id", "=", organisationId);
  return await query.execute();
}

export type NewHold = Omit<
  LegalHoldsTable,
  | "released_by"
  | "released_at"
  | "release_reason"
  | "created_at"
  | "from_at"
  | "to_at"
  | "until_at"
  | "case_id"
  | "source_id"
> & {
  readonly case_id: Id<"case"> | null;
  readonly source_id: Id<"source"> | null;
  readonly from_at: Date | null;
  readonly to_at: Date | null;
  readonly until_at: Date | null;
  readonly created_at: Date;
};

export async function insertHold(write: Writer, row: NewHold): Promise<void> {
  await write.insertInto("legal_holds").values(row).execute();
}

export async function releaseHold(
  write: Writer,
  id: Id<"legal-hold">,
  { by, at, reason }: { readonly by: PersonId; readonly at: Date; readonly reason: string },
): Promise<void> {
  await write
    .updateTable("legal_holds")
    .set({ released_by: by, released_at: at, release_reason: reason })
    .where("id", "=", id)
    .execute();
}

/** So long before and after a case's alerts is part of it. */
const AROUND_CASE_MS = 7 * 24 * 60 * 60_000;

/** Cases that were merged are one: alerts that join the one that goes on are of the one that was held, too. */
function alertTime(time: string) {
  return sql<Date | null>`(with recursive family as (
      select id, merged_into_id from cases where id = legal_holds.case_id
      union select c.id, c.merged_into_id from cases c join family f on c.id = f.merged_into_id or c.merged_into_id = f.id
    ) select ${sql.raw(time)} from case_alerts join alerts on alerts.id = case_alerts.alert_id
    where case_alerts.case_id in (select id from family))`;
}

interface ActiveRow {
  readonly organisation_id: string;
  readonly case_id: string | null;
  readonly source_id: string | null;
  readonly from_at: Date | null;
  readonly to_at: Date | null;
  readonly first: Date | null;
  readonly last: Date | null;
}

/** Those that count now, as conditions on events. */
export async function activeHolds({ read }: Reads, now: Date): Promise<Hold[]> {
  const rows: ActiveRow[] = await read
    .selectFrom("legal_holds")
    .select(["organisation_id", "case_id", "source_id", "from_at", "to_at"])
    .select([alertTime("min(first_event_at)").as("first"), alertTime("max(last_event_at)").as("last")])
    .where("released_at", "is", null)
    .where((where) => where.or([where("until_at", "is", null), where("until_at", ">", now)]))
    .execute();
  return rows.map(toHold);
}

/** Of a case without alerts nothing is known yet: all is kept. */
function toHold({
  organisation_id: organisationId,
  source_id,
  from_at,
  to_at,
  first,
  last,
}: ActiveRow): Hold {
  const from = first === null ? from_at : new Date(first.getTime() - AROUND_CASE_MS);
  const to = last === null ? to_at : new Date(last.getTime() + AROUND_CASE_MS);
  return {
    organisationId,
    ...(source_id !== null && { sourceId: source_id }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  };
}
