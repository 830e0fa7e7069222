// SPDX-License-Identifier: Apache-2.0
/**
 * Who receives a record, and why somebody sees it or not, told by the rule itself.
 *
 *   audience_recipients(audience int)
 *   preview_recipients(owner uuid, wanted text, group_id uuid, named uuid[], persons uuid[])  as `ensure_audience`
 *     → (organisation_id uuid, organisations int, people int, via text, is_hidden boolean)
 *     One row for each organisation that receives, with the number of its people. Hidden ones are one row for each
 *     `via`, with how many there are: organisation_id and people are null. That number does not change with who is
 *     named besides, or naming somebody would tell: so an organisation may be both named and among the hidden.
 *     RED has one row: organisation_id null, organisations 0, the number of the named people who have an account.
 *     For analysts of the owner; of an audience of others, of none, and of RED for who is not named: no rows.
 *   may_see(audience int, person uuid) → (sees boolean, reason text), for managers of the owner; else no rows.
 *     sees true:  as `via`
 *     sees false: disabled (a colleague's account), not_shared (no marking), not_named (RED), strict (a client,
 *                 but AMBER+STRICT), group_closed, not_recipient (also: who does not exist)
 *     sees null:  perhaps_hidden: of one of the hidden recipients, or not; the owner may not know which
 *   via: owner, clear, green, named, group_member, client (of who is named), group_client (of a member), named_person
 */
import { sql } from "kysely";
import type { AnyDatabase } from "./protection.ts";

export async function up(db: AnyDatabase): Promise<void> {
  await createRecipients(db);
  await createMaySee(db);
}

const CALLED = ["fengsui_app", "fengsui_system"];

async function ownersFunction(
  db: AnyDatabase,
  signature: string,
  callers: readonly string[] = [],
): Promise<void> {
  await sql`revoke execute on function ${sql.raw(signature)} from public`.execute(db);
  for (const role of callers)
    await sql`grant execute on function ${sql.raw(signature)} to ${sql.raw(role)}`.execute(db);
}

async function createRecipients(db: AnyDatabase): Promise<void> {
  const rows = sql.raw(
    "table (organisation_id uuid, organisations int, people int, via text, is_hidden boolean)",
  );
  // The hub's own jobs know all.
  await sql`
    create function recipients_of(a audiences, paths text, asker uuid[]) returns ${rows}
    language sql stable security definer set search_path = public, pg_temp as $$
      with reached as (
        select o.id, w.is_hidden, reason_to_see(a.marking, a.organisation_id, a.organisation_ids, a.sharing_group_id,
          a.passes_on, a.person_ids, reader_of(array[o.id], null, w.ways, asker)) as via
        from organisations o, (values (paths, false), ('hidden', true)) w (ways, is_hidden)
        where o.disabled_at is null and a.marking is distinct from 'red' and not (w.is_hidden
          and (paths = 'all' or a.marking = 'green' or o.id = a.organisation_id or o.id = any (asker)))
      )
      select r.id, 1, (select count(*)::int from memberships m
        join people p on p.id = m.person_id and p.disabled_at is null where m.organisation_id = r.id), r.via, false
      from reached r where r.via is not null and not r.is_hidden
      union all
      select null, count(*)::int, null, r.via, true
      from reached r where r.via is not null and r.via <> 'clear' and r.is_hidden group by r.via
      union all
      select null, 0, (select count(*)::int from people p where p.id = any (a.person_ids) and p.disabled_at is null),
        'named_person', false
      where a.marking = 'red'
    $$`.execute(db);
  await ownersFunction(db, "recipients_of(audiences, text, uuid[])");
  await sql`
    create function audience_recipients(audience int) returns ${rows}
    language sql stable security definer set search_path = public, pg_temp as $$
      select found.* from audiences a, recipients_of(a,
        case when session_user = 'fengsui_system' then 'all' else 'known' end, my_organisations('viewer')) found
      where a.id = audience and (session_user = 'fengsui_system' or (
        a.organisation_id = any (my_organisations('analyst'))
        and (a.marking is distinct from 'red' or my_person() = any (a.person_ids))))
    $$`.execute(db);
  await ownersFunction(db, "audience_recipients(int)", CALLED);
  await sql`
    create function preview_recipients(owner uuid, wanted text, group_id uuid, named uuid[], persons uuid[])
    returns ${rows} language sql stable security definer set search_path = public, pg_temp as $$
      select * from recipients_of(wanted_audience(owner, wanted, group_id, named, persons),
        case when session_user = 'fengsui_system' then 'all' else 'known' end, my_organisations('viewer'))
    $$`.execute(db);
  await ownersFunction(db, "preview_recipients(uuid, text, uuid, uuid[], uuid[])", CALLED);
}

async function createMaySee(db: AnyDatabase): Promise<void> {
  await sql`
    create function may_see(audience int, person uuid) returns table (sees boolean, reason text)
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    declare
      asker uuid[] := my_organisations('viewer');
      a audiences;
      orgs uuid[];
      is_enabled boolean;
      r audience_reader;
      found_reason text;
    begin
      select * into a from audiences where id = audience
        and organisation_id = any (my_organisations('manager'))
        and (marking is distinct from 'red' or my_person() = any (person_ids));
      if not found then return; end if;
      is_enabled := exists (select from people where id = person and disabled_at is null);
      orgs := array(select m.organisation_id from memberships m
        join organisations o on o.id = m.organisation_id and o.disabled_at is null
        where m.person_id = person and is_enabled);
      r := reader_of(orgs, case when is_enabled then person end, 'known', asker);
      found_reason := reason_to_see(a.marking, a.organisation_id, a.organisation_ids, a.sharing_group_id, a.passes_on,
        a.person_ids, r);
      if found_reason is not null then
        return query select true, found_reason;
      elsif not is_enabled and person = any (my_colleagues()) then
        return query select false, 'disabled';
      elsif exists (select from recipients_of(a, 'known', asker) h where h.is_hidden) then
        return query select null::boolean, 'perhaps_hidden';
      else
        return query select false, case
          when a.marking is null then 'not_shared'
          when a.marking = 'red' then 'not_named'
          when a.marking = 'amber+strict' and a.organisation_ids && r.providers then 'strict'
          when exists (select from sharing_groups g join sharing_group_members m on m.sharing_group_id = g.id
            where g.id = a.sharing_group_id and g.closed_at is not null and m.organisation_id = any (orgs)
              and (not m.is_hidden or asker && array[m.organisation_id, g.organisation_id])) then 'group_closed'
          else 'not_recipient' end;
      end if;
    end $$`.execute(db);
  await ownersFunction(db, "may_see(int, uuid)", CALLED);
}
