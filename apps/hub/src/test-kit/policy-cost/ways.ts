// SPDX-License-Identifier: Apache-2.0
/**
 * Three ways to the same tables. `policy` is how the product asks. `filter` asks the same of views that hold the rows
 * this reader sees by a plain condition, as a program would write it that knows the reader's audiences by number, in a
 * role that no policy binds. `nothing` asks for everybody's rows.
 */
import { type Kysely, sql } from "kysely";
import { parseId } from "../../platform/ids.ts";
import { openPool, withClient } from "../../platform/records/connections.ts";
import { type PersonId, wholePerson } from "../../platform/records/index.ts";
import type { Database } from "../../platform/records/schema.ts";
import { SealedAudiences } from "../../platform/records/sealed-audiences.ts";
import { inTransaction } from "../../platform/records/unit-of-work.ts";
import { silentLogger } from "../../platform/telemetry/logger.ts";
import { personOf } from "./fill.ts";
import type { Question } from "./questions.ts";
import type { MeasuredServer } from "./servers.ts";

export const WAYS = ["policy", "filter", "nothing"] as const;
export type Way = (typeof WAYS)[number];

/** Tables whose policy is membership, with those whose policy is the audience. */
const OF_ORGANISATION = ["sources", "suppressions", "dead_letters", "seen_hosts"];
const WITH_AUDIENCE = `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'audience_id'`;

export class Reader implements AsyncDisposable {
  readonly #pools: Readonly<Record<Way, Kysely<Database>>>;
  readonly #personId: PersonId;
  readonly #sealed = new SealedAudiences();

  private constructor(pools: Record<Way, Kysely<Database>>, personId: PersonId) {
    this.#pools = pools;
    this.#personId = personId;
  }

  static async open(server: MeasuredServer, number: string): Promise<Reader> {
    const { personId, schema } = await makeViews(server, number);
    const one = { max: 1, statementMs: 0 };
    const options = `-c search_path=${schema},public`;
    const pools = {
      policy: openPool(server.access.app, one, silentLogger),
      filter: openPool({ ...server.unbound, options }, one, silentLogger),
      nothing: openPool(server.unbound, one, silentLogger),
    };
    return new Reader(pools, parseId<"person">(personId) ?? fail());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(WAYS.map((way) => this.#pools[way].destroy()));
  }

  /** How long the question takes, in milliseconds: the transaction from its begin to its end, as a request waits for it. */
  async ask(way: Way, { ask }: Question): Promise<number> {
    const start = performance.now();
    if (way === "policy") await this.#asTheProduct(ask);
    else await this.#withoutPolicy(way, ask);
    return performance.now() - start;
  }

  async #asTheProduct(ask: Question["ask"], sealed = this.#sealed): Promise<void> {
    await inTransaction(
      {
        db: this.#pools.policy,
        principal: wholePerson(this.#personId),
        now: new Date(),
        mode: "read only",
        sealed,
      },
      ask,
    );
  }

  async #withoutPolicy(way: Way, ask: Question["ask"]): Promise<void> {
    await this.#pools[way]
      .transaction()
      .setAccessMode("read only")
      .setIsolationLevel("repeatable read")
      .execute(async (read) => {
        await sql`select set_config('fengsui.person_id', ${this.#personId}, true)`.execute(read);
        await ask({ read, now: new Date(), principal: wholePerson(this.#personId) });
      });
  }

  /** What the rule takes, in milliseconds: for a reader of whom nothing is remembered, and for one of whom it is. */
  async rule(): Promise<{ readonly first: number; readonly again: number }> {
    const nothing = async () => undefined;
    const times = { first: 0, again: 0 };
    for (const _ of WARM) await this.#asTheProduct(nothing, new SealedAudiences());
    for (const when of ["again", "first"] as const) {
      const start = performance.now();
      for (const _ of WARM)
        await this.#asTheProduct(nothing, when === "again" ? this.#sealed : new SealedAudiences());
      times[when] = (performance.now() - start) / WARM.length;
    }
    return times;
  }
}

const WARM = Array<undefined>(20).fill(undefined);

function fail(): never {
  throw new TypeError("no id");
}

async function makeViews(server: MeasuredServer, number: string) {
  const schema = `seen_by_${number}`;
  const who = await withClient(server.access.app, async (client) => {
    const { rows } = await client.query<{ id: string }>(personOf(number));
    const personId = rows[0]?.id ?? "";
    await client.query("select set_config('fengsui.person_id', $1, false)", [personId]);
    const mine = await client.query<{ audiences: number[]; organisations: string[] }>(
      "select my_audiences() as audiences, my_organisations('viewer') as organisations",
    );
    return {
      personId,
      audiences: mine.rows[0]?.audiences ?? [],
      organisations: mine.rows[0]?.organisations ?? [],
    };
  });
  await withClient(server.unbound, async (client) => {
    const { rows } = await client.query<{ name: string }>(WITH_AUDIENCE);
    await client.query(`create schema ${schema}`);
    for (const { name } of rows)
      await client.query(
        `create view ${schema}.${name} as select * from public.${name}
         where audience_id = any ('{${who.audiences.join()}}'::int[])`,
      );
    for (const name of OF_ORGANISATION)
      await client.query(
        `create view ${schema}.${name} as select * from public.${name}
         where organisation_id = any ('{${who.organisations.join()}}'::uuid[])`,
      );
  });
  return { personId: who.personId, schema };
}
