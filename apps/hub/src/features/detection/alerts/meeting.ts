// SPDX-License-Identifier: Apache-2.0
/** Alerts of given rules on given hosts: for orders, which are done when there are none any more. */
import { sql } from "kysely";
import type { OrganisationId, ReadTx } from "../../../platform/records/index.ts";

export interface AlertWatch {
  /** Whose alerts. */
  readonly organisationId: OrganisationId;
  /** The ids in the rules themselves. */
  readonly ruleKeys: readonly string[];
  /** In lower case. */
  readonly hosts: readonly string[];
  /** By the time of the last event; not included. */
  readonly since: Date;
}

/** How many there are, silenced ones too; and how many more were judged to be false. */
export async function alertsMeeting(tx: ReadTx, watch: AlertWatch) {
  const { organisationId, ruleKeys, hosts, since } = watch;
  const row = await tx.read
    .selectFrom("alerts")
    .innerJoin("rules", "rules.id", "alerts.rule_id")
    .select(({ fn }) => [
      fn.countAll<string>().filterWhere(sql<boolean>`verdict is distinct from 'false_positive'`).as("alerts"),
      fn.countAll<string>().filterWhere("verdict", "=", "false_positive").as("falsePositives"),
    ])
    .where("alerts.organisation_id", "=", organisationId)
    .where("rules.key", "in", ruleKeys)
    .where("entity_kind", "=", "host")
    .where("entity", "in", hosts)
    .where("last_event_at", ">", since)
    .executeTakeFirstOrThrow();
  return { alerts: Number(row.alerts), falsePositives: Number(row.falsePositives) };
}

/** Those of the rules that could not have found anything for the organisation. */
export async function rulesThatAreOff(
  tx: ReadTx,
  organisationId: OrganisationId,
  ruleKeys: readonly string[],
): Promise<string[]> {
  const on = await tx.read
    .selectFrom("rules")
    .select("key")
    .where("key", "in", ruleKeys)
    .where("is_enabled", "=", true)
    .where((where) => where.or([where("organisation_id", "=", organisationId), where("scope", "=", "hub")]))
    .execute();
  const keys = new Set(on.map(({ key }) => key));
  return ruleKeys.filter((key) => !keys.has(key));
}

/** Those that are no rule the reader sees: whether others have one of that name is not told. */
export async function rulesNotSeen(tx: ReadTx, ruleKeys: readonly string[]): Promise<string[]> {
  const seen = await tx.read.selectFrom("rules").select("key").where("key", "in", ruleKeys).execute();
  const keys = new Set(seen.map(({ key }) => key));
  return ruleKeys.filter((key) => !keys.has(key));
}

export interface KeyedWatch<Key extends string> extends AlertWatch {
  readonly key: Key;
}

/** Those of many for which there are alerts, that nobody silenced or judged to be false. */
export async function conditionsMet<Key extends string>(tx: ReadTx, watches: readonly KeyedWatch<Key>[]) {
  if (watches.length === 0) return [];
  const wanted = JSON.stringify(
    watches.map(({ key, organisationId, ruleKeys, hosts, since }) => ({
      key,
      organisation_id: organisationId,
      rule_keys: ruleKeys,
      hosts,
      since: since.toISOString(),
    })),
  );
  return await tx.read
    .selectFrom("alerts")
    .innerJoin("rules", "rules.id", "alerts.rule_id")
    .innerJoin(
      // Flat, so that it is joined by equality and not tried pair by pair.
      sql<{
        key: Key;
        organisation_id: OrganisationId;
        rule_key: string;
        host: string;
        since: Date;
      }>`(select key, organisation_id, rule_key, host, since
        from jsonb_to_recordset(${wanted}::jsonb)
          as w (key text, organisation_id uuid, rule_keys text[], hosts text[], since timestamptz),
        unnest(w.rule_keys) rule_key, unnest(w.hosts) host)`.as("watches"),
      (join) =>
        join
          .onRef("watches.organisation_id", "=", "alerts.organisation_id")
          .onRef("watches.rule_key", "=", "rules.key")
          .onRef("watches.host", "=", "alerts.entity"),
    )
    .select(({ fn }) => [
      "watches.key",
      fn.countAll<number>().as("count"),
      fn.min("first_event_at").as("first"),
    ])
    .whereRef("alerts.last_event_at", ">", "watches.since")
    .where("alerts.entity_kind", "=", "host")
    .where("alerts.suppression_id", "is", null)
    .where(sql<boolean>`alerts.verdict is distinct from 'false_positive'`)
    .groupBy("watches.key")
    .execute()
    .then((rows) => rows.map(({ key, count, first }) => ({ key, alerts: Number(count), first })));
}
