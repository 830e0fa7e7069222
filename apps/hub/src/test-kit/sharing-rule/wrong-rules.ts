// SPDX-License-Identifier: Apache-2.0
/** Rules that are a little wrong, to put in the place of the right one for a transaction. */
import type pg from "pg";

export interface WrongRule {
  /** Whom it shows what they should not see, or hides what they should: a condition on an audience `a`. */
  readonly adds?: string;
  readonly hides?: string;
}

const MINE = "any ((select my_organisations('viewer'))::uuid[])";
const MEMBERSHIPS = "select organisation_id from memberships where person_id = my_person()";
const IN_MY_GROUPS = `a.sharing_group_id in
  (select sharing_group_id from sharing_group_members where organisation_id = ${MINE})`;

/** The reader is of a client of the organisation. */
const CLIENT_OF = (provider: string, where = "c.confirmed_at is not null and c.ended_at is null") => `exists (
  select from organisation_clients c where c.client_id = ${MINE} and c.organisation_id = ${provider} and ${where})`;
const CLIENT_OF_NAMED = CLIENT_OF("any (a.organisation_ids)");
const CLIENT_OF_MEMBER = CLIENT_OF(
  "any (array(select organisation_id from sharing_group_members where sharing_group_id = a.sharing_group_id))",
);
const GROUP_IS = (condition: string) =>
  `exists (select from sharing_groups g where g.id = a.sharing_group_id and ${condition})`;

export const WRONG_RULES: Readonly<Record<string, WrongRule>> = {
  "CLEAR needs an account": { hides: "a.marking = 'clear' and my_person() is null" },
  "GREEN needs no organisation": { adds: "a.marking = 'green' and is_person()" },
  "GREEN is for the owner": { hides: `a.marking = 'green' and a.organisation_id <> ${MINE}` },
  "what has no marking is GREEN": {
    adds: `a.marking is null and cardinality(my_organisations('viewer')) > 0`,
  },
  "RED is for the owner's people": { adds: `a.marking = 'red' and a.organisation_id = ${MINE}` },
  "RED needs an organisation": { hides: "a.marking = 'red' and cardinality(my_organisations('viewer')) = 0" },
  "RED outlives the account": { adds: "my_person() = any (a.person_ids)" },
  "RED outlives the organisation": {
    adds: `is_person() and my_person() = any (a.person_ids)`,
  },
  "AMBER is not for those it names": {
    hides: `a.marking = 'amber' and a.organisation_ids && my_organisations('viewer') and a.organisation_id <> ${MINE}`,
  },
  "AMBER+STRICT is for the owner alone": {
    hides: `a.marking = 'amber+strict' and a.organisation_id <> ${MINE}`,
  },
  "AMBER of a group is GREEN": {
    adds: `a.sharing_group_id is not null and cardinality(my_organisations('viewer')) > 0`,
  },
  "a group is for nobody but the owner of the record": {
    hides: `${IN_MY_GROUPS} and a.organisation_id <> ${MINE} and not a.organisation_ids && my_organisations('viewer')`,
  },
  "who made a group reads in it": {
    adds: `a.sharing_group_id in (select id from sharing_groups where organisation_id = ${MINE})`,
  },
  "a closed group reads on": { adds: IN_MY_GROUPS },
  "a hidden member is none": {
    hides: `a.organisation_id <> ${MINE} and not a.organisation_ids && my_organisations('viewer') and a.sharing_group_id in (
      select sharing_group_id from sharing_group_members where is_hidden and organisation_id = ${MINE})`,
  },
  "AMBER+STRICT is passed on to clients": { adds: `a.marking = 'amber+strict' and ${CLIENT_OF_NAMED}` },
  "AMBER is not passed on to clients": {
    hides: `a.marking = 'amber' and a.organisation_id <> ${MINE}
      and not a.organisation_ids && my_organisations('viewer') and a.sharing_group_id is null`,
  },
  "AMBER is for the owner's clients": { adds: `a.marking = 'amber' and ${CLIENT_OF("a.organisation_id")}` },
  "clients need not confirm": {
    adds: `a.marking = 'amber' and ${CLIENT_OF("any (a.organisation_ids)", "c.ended_at is null")}`,
  },
  "who was a client stays one": {
    adds: `a.marking = 'amber' and ${CLIENT_OF("any (a.organisation_ids)", "c.confirmed_at is not null")}`,
  },
  "any group passes on": { adds: `a.marking = 'amber' and a.passes_on and ${CLIENT_OF_MEMBER}` },
  "a group passes on what was shared before it did": {
    adds: `a.marking = 'amber' and ${CLIENT_OF_MEMBER} and ${GROUP_IS("g.may_pass_on and g.closed_at is null")}`,
  },
  "a closed group passes on": {
    adds: `a.marking = 'amber' and a.passes_on and ${CLIENT_OF_MEMBER} and ${GROUP_IS("g.may_pass_on")}`,
  },
  "a disabled account reads on": {
    adds: `a.marking is null and a.organisation_id in (${MEMBERSHIPS})`,
  },
  "a disabled organisation reads on": {
    adds: `is_person() and a.marking = 'amber' and a.organisation_ids && array(${MEMBERSHIPS})`,
  },
  "a coordinator sees everything": { adds: "has_hub_role('coordinator')" },
  "a centre sees what those below it have": {
    adds: `a.marking is null and a.organisation_id in (select id from organisations where centre_id = ${MINE})`,
  },
  "those below a centre see what it has": {
    adds: `a.marking is null and a.organisation_id in (select centre_id from organisations where id = ${MINE})`,
  },
};

/** Until the transaction is rolled back. Policies know the function by its identity, so it is replaced in place. */
export async function makeWrong(client: pg.Client, { adds, hides }: WrongRule): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    "select pg_get_functiondef('my_audiences()'::regprocedure) as definition",
  );
  const definition = rows[0]?.definition ?? "";
  await client.query(definition.replace("public.my_audiences()", "public.right_audiences()"));
  await client.query("alter function right_audiences() owner to fengsui_owner");
  await client.query(`
    create or replace function my_audiences() returns int[]
    language sql stable security definer set search_path = public, pg_temp as $$
      select coalesce(array_agg(a.id), '{}') from audiences a
      where (a.id = any ((select right_audiences())::int[]) and not coalesce(${hides ?? "false"}, false))
        or (${adds ?? "false"})
    $$`);
}
