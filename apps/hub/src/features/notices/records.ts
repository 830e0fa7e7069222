// SPDX-License-Identifier: Apache-2.0
/** The rows of orders themselves. */
import { type RawBuilder, sql } from "kysely";
import type { Id } from "../../platform/ids.ts";
import type {
  Level,
  OrderState,
  OrganisationId,
  PersonId,
  ReadTx,
  Writer,
} from "../../platform/records/index.ts";
import { RUNNING } from "./rules.ts";

/** The case as far as the reader may see that there is one. */
export const CASE_ID = sql<Id<"case"> | null>`(select case_id from case_orders where case_orders.order_id = orders.id)`;

function select({ read }: Pick<ReadTx, "read">) {
  return read.selectFrom("orders").selectAll("orders").select(CASE_ID.as("case_id"));
}

export interface OrderFilter {
  readonly organisationId?: OrganisationId | undefined;
  readonly direction?: "issued" | "received" | undefined;
  /** Of the reader, for a direction without an organisation. */
  readonly own: readonly OrganisationId[];
  readonly states: readonly OrderState[];
  readonly severities: readonly Level[];
  readonly isOverdue?: boolean | undefined;
  readonly dueBefore?: Date | undefined;
  readonly issuedBefore?: Date | undefined;
  readonly caseId?: Id<"case"> | undefined;
  /** What else must be true of the row. */
  readonly condition?: RawBuilder<boolean> | undefined;
  readonly text?: string | undefined;
  readonly sort: "deadline" | "changed";
  readonly after?: { readonly time: Date; readonly id: Id<"order"> } | undefined;
  readonly limit: number;
}

export async function listOrders(tx: ReadTx, filter: OrderFilter) {
  const { sort, after, limit } = filter;
  const [column, direction] =
    sort === "deadline" ? (["deadline", "asc"] as const) : (["changed_at", "desc"] as const);
  let query = narrowed(tx, filter).orderBy(column, direction).orderBy("id", direction).limit(limit);
  if (after !== undefined)
    query = query.where((where) =>
      where(where.refTuple(column, "id"), direction === "asc" ? ">" : "<", where.tuple(after.time, after.id)),
    );
  return await query.execute();
}

function narrowed(tx: ReadTx, filter: OrderFilter) {
  const { states, severities, isOverdue, dueBefore, issuedBefore, caseId, text } = filter;
  let query = ofSide(select(tx), filter);
  if (states.length > 0) query = query.where("state", "in", states);
  if (severities.length > 0) query = query.where("severity", "in", severities);
  if (dueBefore !== undefined) query = query.where("deadline", "<", dueBefore);
  if (issuedBefore !== undefined) query = query.where("issued_at", "<", issuedBefore);
  if (caseId !== undefined) query = query.where(CASE_ID, "=", caseId);
  if (filter.condition !== undefined) query = query.where(filter.condition);
  if (isOverdue !== undefined) {
    const overdue = sql<boolean>`(state = any (${[...RUNNING]}::text[]) and deadline <= ${tx.now})`;
    query = query.where(sql<boolean>`${overdue} = ${isOverdue}`);
  }
  if (text !== undefined) {
    const wanted = text.trim().toLowerCase();
    query = query.where(sql<boolean>`(strpos(lower(title), ${wanted}) > 0 or lower(reference) = ${wanted})`);
  }
  return query;
}

function ofSide(query: ReturnType<typeof select>, { organisationId, direction, own }: OrderFilter) {
  if (organisationId === undefined && direction === undefined) return query;
  const sides = organisationId === undefined ? own : [organisationId];
  if (sides.length === 0) return query.where(sql<boolean>`false`);
  if (direction === "issued") return query.where("orders.organisation_id", "in", sides);
  if (direction === "received") return query.where("ordered_id", "in", sides);
  return query.where((where) =>
    where.or([where("orders.organisation_id", "in", sides), where("ordered_id", "in", sides)]),
  );
}

export async function findOrder(tx: Pick<ReadTx, "read">, id: Id<"order">) {
  return await select(tx).where("id", "=", id).executeTakeFirst();
}

export type OrderRow = NonNullable<Awaited<ReturnType<typeof findOrder>>>;

/** Nobody else changes it before the end of the transaction. */
export async function lockOrder(write: Writer, id: Id<"order">): Promise<OrderRow | undefined> {
  return await select({ read: write }).where("id", "=", id).forUpdate("orders").executeTakeFirst();
}

export interface OrderUpdate {
  state?: OrderState;
  round?: number;
  started_at?: Date;
  deadline?: Date;
  agrees_to_check?: boolean;
  acknowledged_at?: Date | null;
  answer_id?: Id<"order-answer"> | null;
  proof_id?: Id<"order-proof"> | null;
  closed_at?: Date | null;
  covered_until?: Date | null;
  next_check_at?: Date | null;
}

export async function updateOrder(
  write: Writer,
  id: Id<"order">,
  { now, ...change }: OrderUpdate & { readonly now: Date },
): Promise<void> {
  await write
    .updateTable("orders")
    .set({ ...change, changed_at: now, version: sql<number>`version + 1` })
    .where("id", "=", id)
    .execute();
}

export interface StoredCondition {
  readonly condition_rule_keys: string[];
  readonly condition_hosts: string[];
  readonly condition_in: "issuer" | "ordered";
  readonly observe_hours: number;
  readonly silence_minutes: number;
}

export type InsertOrder = Partial<StoredCondition> & {
  readonly id: Id<"order">;
  readonly organisation_id: OrganisationId;
  readonly audience_id: number;
  readonly marking: "amber" | "amber+strict";
  readonly ordered_id: OrganisationId;
  readonly reference: string;
  readonly title: string;
  readonly measure: string;
  readonly reason: string;
  readonly severity: Level;
  readonly deadline: Date;
  readonly time_zone: string;
  readonly term_seconds: number;
  readonly issued_by: PersonId;
  readonly issued_at: Date;
  readonly started_at: Date;
  readonly changed_at: Date;
};

export async function insertOrder(write: Writer, order: InsertOrder): Promise<void> {
  await write.insertInto("orders").values(order).execute();
}

export async function linkCase(
  write: Writer,
  orderId: Id<"order">,
  row: { readonly id: Id<"case">; readonly organisation_id: OrganisationId; readonly audience_id: number },
): Promise<void> {
  const { id, organisation_id, audience_id } = row;
  await write
    .insertInto("case_orders")
    .values({ case_id: id, organisation_id, audience_id, order_id: orderId })
    .execute();
}

/** What an order has of a condition; undefined where it has none. */
export function conditionOf(row: OrderRow): StoredCondition | undefined {
  const { condition_rule_keys, condition_hosts, condition_in, observe_hours, silence_minutes } = row;
  if (condition_rule_keys === null || condition_hosts === null || condition_in === null) return undefined;
  if (observe_hours === null || silence_minutes === null) return undefined;
  return { condition_rule_keys, condition_hosts, condition_in, observe_hours, silence_minutes };
}

/** Whose alerts and logs a check looks at; undefined where it may not. */
export function watchedOrganisation(row: OrderRow): OrganisationId | undefined {
  if (row.condition_in === "issuer") return row.organisation_id;
  return row.condition_in === "ordered" && row.agrees_to_check ? row.ordered_id : undefined;
}
