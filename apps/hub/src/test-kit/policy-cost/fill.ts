// SPDX-License-Identifier: Apache-2.0
/**
 * Records as a hub for a sector would have them after a quarter: sixty organisations of very different size, most of
 * what they have their own, some of it shared in groups, with named organisations or with people.
 */
import type pg from "pg";

export interface Amounts {
  readonly alerts: number;
  readonly cases: number;
  readonly assets: number;
}

export const ORGANISATIONS = 60;
const PEOPLE = 240;
const GROUPS = 12;
const RULES = 3000;
const ORGANISATION = (number: string) => `md5('organisation' || ${number})::uuid`;
const PERSON = (number: string) => `md5('person' || ${number})::uuid`;
/** The first has a sixth of all, the last a four-hundredth. */
const ANY_ORGANISATION = `floor(power(${ORGANISATIONS + 1}, random()))::int`;
const LEVEL =
  "(array['informational', 'low', 'low', 'medium', 'medium', 'high', 'critical'])[1 + floor(random() * 7)::int]";
const WORDS = `(array['login', 'script', 'beacon', 'phishing', 'malware', 'account', 'database', 'upload', 'tunnel',
  'scan', 'mailbox', 'firewall', 'printer', 'gateway', 'backup', 'kerberos', 'ransom', 'persistence', 'registry',
  'service'])[1 + floor(random() * 20)::int]`;
/** What is rare and made of a number, as a search looks for it. */
const RARE = "md5(g::text)";
/** Of a row with a column `o`: which of the organisation's audiences. */
const AUDIENCE = `(case when random() < $shared then shared[1 + floor(random() * cardinality(shared))::int] else own end)`;
const audience = (share: number) => AUDIENCE.replace("$shared", String(share));

/** The reader in twenty organisations, and those of one: of the largest, of one in the middle, of a small one. */
export const READERS: Readonly<Record<string, string>> = {
  "in a large organisation": "1",
  "in one of the middle": "12",
  "in a small one": "50",
  "in twenty": "999",
};

export async function fill(client: pg.Client, amounts: Amounts): Promise<void> {
  await client.query("set session_replication_role = replica; set synchronous_commit = off");
  for (const statement of [...peopleAndGroups(), ...audiences(), ...records(amounts)])
    await client.query(statement);
  await client.query("set session_replication_role = default");
  await client.query("vacuum analyze");
}

export function personOf(number: string): string {
  return `select ${PERSON(`'${number}'`)} as id`;
}

function peopleAndGroups(): string[] {
  return [
    `insert into organisations (id, name) select ${ORGANISATION("g")}, 'Organisation ' || g
     from generate_series(1, ${ORGANISATIONS}) g`,
    `insert into people (id, email, name) select ${PERSON("g")}, g || '@example.org', 'Person ' || g
     from (select generate_series(1, ${PEOPLE}) union select 999) s(g)`,
    `insert into memberships (person_id, organisation_id, role)
     select ${PERSON("g")}, ${ORGANISATION(`1 + (g - 1) % ${ORGANISATIONS}`)}, 'analyst' from generate_series(1, ${PEOPLE}) g`,
    `insert into memberships (person_id, organisation_id, role)
     select ${PERSON("'999'")}, ${ORGANISATION("g")}, 'analyst' from generate_series(1, ${ORGANISATIONS}, 3) g`,
    `insert into sharing_groups (id, organisation_id, name)
     select md5('group' || g)::uuid, ${ORGANISATION("g")}, 'Group ' || g from generate_series(1, ${GROUPS}) g`,
    `insert into sharing_group_members (sharing_group_id, organisation_id)
     select distinct md5('group' || g)::uuid, ${ORGANISATION(`1 + (g * m * 7) % ${ORGANISATIONS}`)}
     from generate_series(1, ${GROUPS}) g, generate_series(1, 10) m`,
  ];
}

/** One of its own and sixty shared for each organisation. */
function audiences(): string[] {
  const insert = `insert into audiences (organisation_id, marking, sharing_group_id, organisation_ids, person_ids, fingerprint)
    select ${ORGANISATION("o")},`;
  const each = `from generate_series(1, ${ORGANISATIONS}) o`;
  return [
    `${insert} null, null, '{}', '{}', o || ' own' ${each}`,
    `${insert} 'clear', null, '{}', '{}', o || ' clear' ${each}`,
    `${insert} 'green', null, '{}', '{}', o || ' green' ${each}`,
    `${insert} case when g % 2 = 0 then 'amber' else 'amber+strict' end, md5('group' || g)::uuid, '{}', '{}', o || ' group ' || g
     ${each}, generate_series(1, ${GROUPS}) g`,
    `${insert} 'amber', null, array[${ORGANISATION(`1 + (o * k) % ${ORGANISATIONS}`)}], '{}', o || ' named ' || k
     ${each}, generate_series(1, 25) k`,
    `${insert} 'red', null, '{}', array[${PERSON("o")}, ${PERSON(`1 + (o * k) % ${PEOPLE}`)}], o || ' red ' || k
     ${each}, generate_series(1, 20) k`,
    "create table chosen_audiences (number int primary key, organisation_id uuid, own int, shared int[])",
    `insert into chosen_audiences
     select o, ${ORGANISATION("o")},
       (select id from audiences where organisation_id = ${ORGANISATION("o")} and marking is null),
       (select array_agg(id) from audiences where organisation_id = ${ORGANISATION("o")} and marking is not null) ${each}`,
  ];
}

function records({ alerts, cases, assets }: Amounts): string[] {
  const each = (count: number) =>
    `from (select g, ${ANY_ORGANISATION} as o, now() - random() * interval '90 days' as at from generate_series(1, ${count}) g) r
     join chosen_audiences on number = least(o, ${ORGANISATIONS})`;
  return [
    `insert into rules (id, organisation_id, audience_id, key, title, level, techniques)
     select md5('rule' || g)::uuid, organisation_id, ${audience(0.3)}, 'rule-' || g, ${WORDS} || ' ' || ${RARE}, ${LEVEL},
       array['T' || 1000 + g % 200] ${each(RULES)}`,
    `insert into alerts (id, organisation_id, audience_id, rule_id, rule_version, title, level, entity_kind, entity,
       window_start, window_end, first_event_at, last_event_at, match_count, state, verdict, created_at, changed_at)
     select gen_random_uuid(), organisation_id, ${audience(0.03)}, md5('rule' || 1 + floor(random() * ${RULES})::int)::uuid, 1,
       ${WORDS} || ' ' || ${WORDS}, ${LEVEL}, 'host', 'host-' || floor(random() * 2000)::int || '.org' || o, at, at + interval '1 hour', at,
       at, 3, case when g % 8 = 0 then 'open' else 'closed' end, case when g % 8 = 0 then null else 'benign' end, at, at
     ${each(alerts)} order by at on conflict do nothing`,
    `insert into cases (id, organisation_id, audience_id, year, number, title, severity, state, created_at, changed_at)
     select gen_random_uuid(), organisation_id, ${audience(0.15)}, 2026, g, ${WORDS} || ' on ' || ${WORDS} || ' ' || ${RARE}, ${LEVEL},
       case when g % 10 = 0 then 'open' else 'in_progress' end, at, at
     ${each(cases)} order by at`,
    `insert into assets (id, organisation_id, audience_id, kind, name)
     select gen_random_uuid(), organisation_id, ${audience(0.02)}, 'host', ${WORDS} || '-' || left(${RARE}, 8) || '.org' || o
     ${each(assets)}`,
    "drop table chosen_audiences",
  ];
}
