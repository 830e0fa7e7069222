// SPDX-License-Identifier: Apache-2.0
/**
 * A use case is one transaction, in the name of one principal. Inside, reading is free; writing goes through
 * `audited` (audit.ts), which is given the handle to write with. So nothing is written outside a transaction, without
 * a principal or without an audit entry: not by rule, but because there is nothing to do it with.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type ControlledTransaction, type Kysely, sql, type Transaction } from "kysely";
import type { ReadonlyKysely } from "kysely/readonly";
import { explain, isUnreachable } from "./failures.ts";
import type { Principal } from "./principal.ts";
import type { Database } from "./schema.ts";
import { listIn, type SealedAudiences } from "./sealed-audiences.ts";

/** Selects, and nothing else. */
export type Reader = Pick<
  ReadonlyKysely<Database>,
  "selectFrom" | "selectNoFrom" | "fn" | "case" | "dynamic"
>;
/** Inserts, updates and deletes, and selects. */
export type Writer = Transaction<Database>;

export interface ReadTx {
  readonly principal: Principal;
  /** When the transaction began, by the hub's clock. */
  readonly now: Date;
  readonly read: Reader;
  /** The list of the reader's audiences, in PostgreSQL's writing; of a person who reads. For `isSeen`. */
  readonly audiences?: string | undefined;
}

declare const canWrite: unique symbol;

export interface Tx extends ReadTx {
  readonly [canWrite]: true;
}

interface State {
  readonly writer: Writer;
  /** A change failed: what it did before that must not stay, whoever catches the error. */
  failure: { readonly error: unknown } | undefined;
}

const states = new WeakMap<ReadTx, State>();

/** For audit.ts. */
export function stateOf(tx: Tx): State {
  const state = states.get(tx);
  if (state === undefined) throw new TypeError("not a transaction of this hub");
  return state;
}

/** A database that starts again is waited for this long, as long as nothing was asked of it. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 100;

export interface Begin {
  readonly db: Kysely<Database>;
  readonly principal: Principal;
  readonly now: Date;
  readonly mode: "read only" | "read write";
  readonly sealed: SealedAudiences;
}

export async function inTransaction<Result>(
  begin: Begin,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const { transaction, audiences } = await beginPatiently(begin);
  const tx: ReadTx = { principal: begin.principal, now: begin.now, read: transaction, audiences };
  const state: State = { writer: transaction, failure: undefined };
  states.set(tx, state);
  try {
    const result = await work(asWritable(tx));
    if (state.failure !== undefined) throw state.failure.error;
    await transaction.commit().execute();
    return result;
  } catch (error) {
    await rollBack(transaction);
    throw explain(error);
  }
}

function asWritable(tx: ReadTx): Tx {
  if (isTx(tx)) return tx;
  throw new TypeError("not a transaction of this hub");
}

function isTx(tx: ReadTx): tx is Tx {
  return states.has(tx);
}

interface Begun {
  readonly transaction: ControlledTransaction<Database>;
  readonly audiences: string | undefined;
}

async function beginPatiently(begin: Begin): Promise<Begun> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await beginOnce(begin);
    } catch (error) {
      if (!isUnreachable(error) || performance.now() > deadline) throw explain(error);
      await delay(PAUSE_MS);
    }
  }
}

async function beginOnce(begin: Begin): Promise<Begun> {
  const { db, mode } = begin;
  const isolation = mode === "read only" ? "repeatable read" : "read committed";
  const transaction = await db.startTransaction().setAccessMode(mode).setIsolationLevel(isolation).execute();
  try {
    return { transaction, audiences: await introduce(transaction, begin) };
  } catch (error) {
    await rollBack(transaction);
    throw error;
  }
}

/**
 * Also where there is no person or key: a connection is used for one principal after the other. Whoever is going to read
 * gets the list of their audiences here, which is sealed anew where what is offered does not hold any more; who writes
 * may never need it.
 */
async function introduce(
  transaction: ControlledTransaction<Database>,
  { principal, mode, sealed }: Begin,
): Promise<string | undefined> {
  const { personId = "", key } = principal.kind === "person" ? principal : {};
  const organisationIds = key === undefined ? "" : `{${key.organisationIds.join(",")}}`;
  const named = key === undefined || key.seesNamed ? "" : "withheld";
  const hubRoles = key === undefined || key.usesHubRoles ? "" : "withheld";
  const offered = sealed.of(principal);
  const isReader = principal.kind === "person" && mode === "read only";
  const { rows } = await sql<{ audiences: string | null }>`
    with introduced as materialized (
      select set_config('fengsui.person_id', ${personId}, true),
        set_config('fengsui.organisation_ids', ${organisationIds}, true),
        set_config('fengsui.named', ${named}, true),
        set_config('fengsui.hub_roles', ${hubRoles}, true),
        set_config('fengsui.audiences', ${offered}, true)
    ) select case when ${isReader} then sealed_audiences() end as audiences from introduced`.execute(
    transaction,
  );
  if (!isReader) return undefined;
  const made = rows[0]?.audiences ?? undefined;
  if (made !== undefined) sealed.keep(principal, made);
  return listIn(made ?? offered);
}

async function rollBack(transaction: ControlledTransaction<Database>): Promise<void> {
  if (transaction.isCommitted || transaction.isRolledBack) return;
  try {
    await transaction.rollback().execute();
  } catch {
    // The connection is lost, and the server has rolled it back; the first error is the one to tell.
  }
}
