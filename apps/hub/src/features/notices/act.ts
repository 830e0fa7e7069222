// SPDX-License-Identifier: Apache-2.0
/** What every act on an order has in common: for which side, whether it may be now, one at a time, written and told. */
import { FengsuiError } from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import { hasRole, type SignedIn } from "../../platform/http/index.ts";
import type { Id } from "../../platform/ids.ts";
import { tell } from "../../platform/live/index.ts";
import {
  audited,
  type OrganisationId,
  type PersonId,
  personPrincipal,
  type ReadTx,
  type Records,
  systemPrincipal,
  type Tx,
  type Writer,
} from "../../platform/records/index.ts";
import { insertEntry, type NewOrderEntry } from "./parts.ts";
import * as store from "./records.ts";
import { type Act, decide, type Proof, type Refusal, type Side, TRANSITIONS } from "./rules.ts";

export interface OrderServiceParts {
  readonly records: Records;
  readonly clock: Clock;
}

export interface OrderWork {
  readonly tx: Tx;
  readonly write: Writer;
  readonly row: store.OrderRow;
  /** For whom the person acts. */
  readonly actingId: OrganisationId;
  readonly personId: PersonId;
  readonly now: Date;
  set(change: store.OrderUpdate): void;
}

export interface OrderAct {
  readonly act: Act;
  /** What is shown for it, where the act needs it. */
  readonly proof?: (tx: ReadTx, row: store.OrderRow) => Promise<Proof | undefined>;
}

/** `work` gives what is entered for both sides to read. */
export async function actOnOrder(
  { records, clock }: OrderServiceParts,
  signedIn: SignedIn,
  id: Id<"order">,
  { act, proof }: OrderAct,
  work: (work: OrderWork) => Promise<NewOrderEntry>,
): Promise<void> {
  const personId = signedIn.person.id;
  await records.transaction(personPrincipal(signedIn.person), async (tx) => {
    const { side, actingId } = sideOf(signedIn, await requireOrder(tx, id), act);
    const entry = { action: `order.${act}`, subject: { kind: "order", id }, organisationId: actingId };
    await audited(tx, entry, async (write) => {
      const row = await store.lockOrder(write, id);
      if (row === undefined) throw notFound(id);
      const shown = await proof?.(tx, row);
      const state = allowed(row, act, side, shown);
      const change: store.OrderUpdate = { state };
      const set = (wanted: store.OrderUpdate) => void Object.assign(change, wanted);
      const happened = await work({ tx, write, row, actingId, personId, now: tx.now, set });
      await store.updateOrder(write, id, { ...change, now: tx.now });
      await insertEntry(write, row, happened, { principal: tx.principal, actingId, now: tx.now, clock });
      await tellOrder(write, row);
    });
  });
}

export interface HubWork {
  readonly write: Writer;
  readonly row: store.OrderRow;
  readonly now: Date;
  set(change: store.OrderUpdate): void;
}

export interface HubAct {
  readonly job: string;
  readonly act: Act;
  readonly proof?: Proof;
}

/** What the hub itself does. False where the order is not in a state for it any more. */
export async function actAsHub(
  { records, clock }: OrderServiceParts,
  id: Id<"order">,
  { job, act, proof }: HubAct,
  work: (work: HubWork) => Promise<NewOrderEntry>,
): Promise<boolean> {
  return await records.transaction(systemPrincipal(job), async (tx) => {
    const found = await requireOrder(tx, id);
    const organisationId = found.organisation_id;
    const entry = { action: `order.${act}`, subject: { kind: "order", id }, organisationId };
    const isAllowed = decide(found.state, act, { side: "hub", ...(proof && { proof }) }).isAllowed;
    if (!isAllowed) return false;
    return await audited(tx, entry, async (write) => {
      const row = await store.lockOrder(write, id);
      if (row === undefined) throw notFound(id);
      const change: store.OrderUpdate = { state: allowed(row, act, "hub", proof) };
      const set = (wanted: store.OrderUpdate) => void Object.assign(change, wanted);
      const happened = await work({ write, row, now: tx.now, set });
      await store.updateOrder(write, id, { ...change, now: tx.now });
      await insertEntry(write, row, happened, {
        principal: tx.principal,
        actingId: null,
        now: tx.now,
        clock,
      });
      await tellOrder(write, row);
      return true;
    });
  });
}

export async function tellOrder(write: Writer, row: store.OrderRow): Promise<void> {
  const { id, organisation_id: organisationId, audience_id: audienceId } = row;
  await tell(write, [{ topic: "order.changed", organisationId, audienceId, ids: [id] }]);
}

/** For which side the person may act, if for any. */
export function sideFor(
  { organisations }: SignedIn,
  row: store.OrderRow,
  act: Act,
): { side: Side; actingId: OrganisationId } | undefined {
  const isResponder = (id: OrganisationId) =>
    organisations.some((one) => one.id === id && hasRole(one.role, "responder"));
  const sides: readonly Side[] = TRANSITIONS[act].by;
  if (sides.includes("issuer") && isResponder(row.organisation_id))
    return { side: "issuer", actingId: row.organisation_id };
  if (sides.includes("ordered") && isResponder(row.ordered_id))
    return { side: "ordered", actingId: row.ordered_id };
  return undefined;
}

function sideOf(signedIn: SignedIn, row: store.OrderRow, act: Act) {
  const found = sideFor(signedIn, row, act);
  if (found !== undefined) return found;
  const sides: readonly Side[] = TRANSITIONS[act].by;
  const whose = sides.includes("ordered") ? "was ordered" : "ordered it";
  throw new FengsuiError(
    "access.forbidden",
    `this needs the role responder in the organisation that ${whose}`,
  );
}

function allowed(row: store.OrderRow, act: Act, side: Side, proof: Proof | undefined) {
  const decision = decide(row.state, act, { side, ...(proof && { proof }) });
  if (decision.isAllowed) return decision.state;
  throw refusal(decision.why, row);
}

function refusal(why: Refusal, { state }: store.OrderRow): FengsuiError {
  switch (why) {
    case "wrong_side":
      return new FengsuiError("access.forbidden", "this is for the other side of the order");
    case "wrong_state":
      return new FengsuiError("order.wrong_state", `the order is ${state}`);
    case "own_work":
      return new FengsuiError("order.own_work", "you submitted the answer, or brought evidence for it");
    case "no_evidence":
      return new FengsuiError("order.not_proven", "the answer has no evidence to review");
    case "no_proof":
      return new FengsuiError("order.not_proven", "there is nothing to review");
  }
}

export async function requireOrder(tx: Pick<ReadTx, "read">, id: Id<"order">): Promise<store.OrderRow> {
  const row = await store.findOrder(tx, id);
  if (row === undefined) throw notFound(id);
  return row;
}

function notFound(id: string): FengsuiError {
  return new FengsuiError("order.not_found", `no order has the id ${id}`);
}
