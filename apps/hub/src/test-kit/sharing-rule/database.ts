// SPDX-License-Identifier: Apache-2.0
/**
 * A world in PostgreSQL, for as long as one question takes: loaded in a transaction that is rolled back. Every table
 * whose rows have an audience holds one row for each record of the world. So that this needs no knowledge of what a
 * row is, the database, which is a test's own, is first rid of all that says so; its policies stay as they are.
 */
import pg from "pg";
import type { TestRecords } from "../records/index.ts";
import { Ids, insertWorld } from "./insert-world.ts";
import type { Reader, World } from "./rule.ts";

export interface Seen {
  /** The table. */
  readonly table: string;
  /** The records in a list, as often as they come. */
  readonly listed: readonly string[];
  readonly counted: number;
  /** The records that are there when asked for one by one. */
  readonly found: readonly string[];
}

export interface Loaded {
  /** What the reader sees, of each table. */
  see(reader: Reader): Promise<Seen[]>;
  /** Whom the product names as receiving each record. */
  recipients(): Promise<Recipient[]>;
  /** What the product tells the reader about who sees which record, where it tells them. */
  explain(reader: Reader): Promise<Explained[]>;
  /** Anything else, past all policies. */
  readonly client: pg.Client;
  readonly tables: readonly string[];
}

export interface Recipient {
  readonly record: string;
  /** Null under RED, which is told by the number of people. */
  readonly organisation: string | null;
  readonly people: number;
}

export interface Explained {
  readonly record: string;
  readonly person: string;
  /** Null: that is not for the reader to know. */
  readonly sees: boolean | null;
}

const TABLES = `
  select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relkind in ('r', 'p') and a.attname = 'audience_id' and not a.attisdropped order by 1`;

export class SharingDatabase implements AsyncDisposable {
  readonly #client: pg.Client;
  readonly #tables: readonly string[];
  readonly #question: string;

  private constructor(client: pg.Client, tables: readonly string[]) {
    this.#client = client;
    this.#tables = tables;
    this.#question = tables.map(questionOf).join(" union all ");
  }

  /** With the tables that are chosen, else all there are. */
  static async open(
    records: TestRecords,
    isChosen: (table: string) => boolean = () => true,
  ): Promise<SharingDatabase> {
    const client = new pg.Client(records.access.superuser);
    await client.connect();
    const { rows } = await client.query<{ name: string }>(TABLES);
    const tables = rows.map(({ name }) => name).filter(isChosen);
    await client.query(FREE_OF_MEANING);
    await client.query("select pg_temp.free_of_meaning($1::regclass[])", [tables]);
    await client.query(`select set_config('fengsui.person_id', '', false)`);
    return new SharingDatabase(client, tables);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end();
  }

  async with<Result>(world: World, ask: (loaded: Loaded) => Promise<Result>): Promise<Result> {
    const ids = new Ids();
    try {
      await this.#client.query(
        [
          "begin",
          "set local session_replication_role = replica",
          insertWorld(world, ids),
          ...this.#tables.map(
            (table) =>
              `insert into ${table} (organisation_id, audience_id) select organisation_id, id from audiences`,
          ),
        ].join(";\n"),
      );
      const audiences = await this.#audiences();
      return await ask({
        see: (reader) => this.#see(reader, ids, audiences),
        recipients: () => this.#recipients(),
        explain: (reader) => this.#explain(reader, ids),
        client: this.#client,
        tables: this.#tables,
      });
    } finally {
      await this.#client.query("rollback");
    }
  }

  async #audiences(): Promise<ReadonlyMap<number, string>> {
    const { rows } = await this.#client.query<{ id: number; fingerprint: string }>(
      "select id, fingerprint from audiences",
    );
    return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
  }

  /** As a request would: on a connection of the application, in the name of the reader. */
  async #see(reader: Reader, ids: Ids, audiences: ReadonlyMap<number, string>): Promise<Seen[]> {
    const values = [[...audiences.keys()]];
    const { rows } = await this.#inNameOf(reader, ids, () =>
      this.#client.query<Row>({ name: "see", text: this.#question, values }),
    );
    const named = (numbers: readonly number[]) =>
      numbers.map((one) => audiences.get(one) ?? `audience ${one}`);
    return rows.map(({ name, listed, counted, found }) => ({
      table: name,
      counted,
      listed: named(listed),
      found: named(found),
    }));
  }

  async #recipients(): Promise<Recipient[]> {
    await this.#client.query("set local session authorization fengsui_system");
    const { rows } = await this.#client.query<Recipient>(RECIPIENTS);
    await this.#client.query("set local session authorization default");
    return rows;
  }

  async #explain(reader: Reader, ids: Ids): Promise<Explained[]> {
    const audiences = await this.#client.query("select id, fingerprint as name from audiences");
    const people = await this.#client.query("select id, name from people");
    const values = [JSON.stringify(audiences.rows), JSON.stringify(people.rows)];
    const { rows } = await this.#inNameOf(reader, ids, () =>
      this.#client.query<Explained>(EXPLAINED, values),
    );
    return rows;
  }

  async #inNameOf<Result>(reader: Reader, ids: Ids, ask: () => Promise<Result>): Promise<Result> {
    const person = pg.escapeLiteral(reader === undefined ? "" : ids.of(reader.name));
    await this.#client.query(
      `set local session authorization fengsui_app; select set_config('fengsui.person_id', ${person}, true)`,
    );
    const result = await ask();
    await this.#client.query("set local session authorization default");
    return result;
  }
}

const RECIPIENTS = `
  select a.fingerprint as record, o.name as organisation, r.people
  from audiences a, audience_recipients(a.id) r left join organisations o on o.id = r.organisation_id`;

const EXPLAINED = `
  select a.name as record, p.name as person, m.sees
  from jsonb_to_recordset($1) as a(id int, name text), jsonb_to_recordset($2) as p(id uuid, name text),
    may_see(a.id, p.id) m`;

function questionOf(table: string): string {
  return `select '${table}' as name, coalesce(array_agg(audience_id), '{}') as listed, count(*)::int as counted,
    array(select a from unnest($1::int[]) a where exists (select from ${table} t where t.audience_id = a)) as found
    from ${table}`;
}

interface Row {
  readonly name: string;
  readonly listed: number[];
  readonly counted: number;
  readonly found: number[];
}

/** No key, no check, no reference, nothing required: a row is what its policies see. */
const FREE_OF_MEANING = `
  create function pg_temp.free_of_meaning(tables regclass[]) returns void language plpgsql as $$
  declare
    one record;
  begin
    for one in select conrelid::regclass as of, conname from pg_constraint
      where conrelid = any (tables) and contype <> 'n' order by contype = 'f' desc
    loop
      execute format('alter table %s drop constraint if exists %I cascade', one.of, one.conname);
    end loop;
    for one in select attrelid::regclass as of, attname from pg_attribute
      where attrelid = any (tables) and attnum > 0 and attnotnull and not attisdropped
    loop
      execute format('alter table %s alter column %I drop not null', one.of, one.attname);
    end loop;
  end $$`;
