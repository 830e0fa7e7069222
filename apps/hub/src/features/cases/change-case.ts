// SPDX-License-Identifier: Apache-2.0
/** What every act on a case has in common: who may, in which state, one at a time, written down and told. */
import { FengsuiError } from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import type { SignedIn } from "../../platform/http/index.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import type { Id } from "../../platform/ids.ts";
import { tell } from "../../platform/live/index.ts";
import {
  audited,
  type CaseState,
  type PersonId,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
  type Writer,
} from "../../platform/records/index.ts";
import * as store from "./records.ts";
import { refusal } from "./rules.ts";
import { insertEntries, type NewEntry } from "./timeline/records.ts";

export interface CaseParts {
  readonly records: Records;
  readonly clock: Clock;
}

export interface CaseAct {
  /** As the audit record has it. */
  readonly action: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** In which states; any where it does not say. */
  readonly states?: readonly CaseState[];
  /** It is done to a case that was merged, and to no other. */
  readonly ofMerged?: boolean;
  /** Other cases that it changes: all are locked in one order, so that no two acts wait for each other. */
  readonly alongside?: (row: store.CaseRow) => readonly Id<"case">[];
}

export interface CaseWork {
  readonly tx: Tx;
  readonly write: Writer;
  readonly row: store.CaseRow;
  readonly personId: PersonId;
  readonly now: Date;
  /** Into the timeline. */
  enter(...entries: readonly NewEntry[]): Promise<void>;
  /** Changes columns of the case itself, when the work is done. */
  set(change: store.CaseUpdate): void;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const ANY_STATE: readonly CaseState[] = ["open", "in_progress", "closed"];

export async function changeCase<Result>(
  { records, clock }: CaseParts,
  signedIn: SignedIn,
  id: Id<"case">,
  act: CaseAct,
  work: (work: CaseWork) => Promise<Result>,
): Promise<Result> {
  const personId = signedIn.person.id;
  return await records.transaction(personPrincipal(signedIn.person), async (tx) => {
    const before = await requireCase(tx, id);
    const { organisation_id: organisationId } = before;
    requireRole(signedIn, organisationId, "analyst");
    const { action, detail = {} } = act;
    const entry = { action, subject: { kind: "case", id }, organisationId, detail };
    return await audited(tx, entry, async (write) => {
      const locked = await store.lockCases(write, [id, ...(act.alongside?.(before) ?? [])]);
      const row = locked.find((one) => one.id === id);
      if (row === undefined) throw notFound(id);
      requireAllowed(row, act);
      const context = { principal: tx.principal, now: tx.now, clock };
      const change: Mutable<store.CaseUpdate> = {};
      const result = await work({
        tx,
        write,
        row,
        personId,
        now: tx.now,
        enter: async (...entries) => await insertEntries(write, row, entries, context),
        set: (wanted) => void Object.assign(change, wanted),
      });
      await store.touchCase(write, id, { ...change, now: tx.now });
      await tellChanged(write, row);
      return result;
    });
  });
}

function requireAllowed(row: store.CaseRow, { states = ANY_STATE, ofMerged = false }: CaseAct): void {
  const isMerged = row.merged_into_id !== null;
  const code = refusal({ state: row.state, isMerged }, { states, merged: ofMerged });
  if (code === undefined) return;
  // Into which one is not for all who may see it.
  const detail = isMerged ? "it was merged into another case" : `the case is ${row.state}`;
  throw new FengsuiError(code, detail);
}

/** Before and after: who may no longer see it must look away, too. */
export async function tellChanged(
  write: Writer,
  row: Pick<store.CaseRow, "id" | "organisation_id" | "audience_id">,
): Promise<void> {
  const now = await write
    .selectFrom("cases")
    .select("audience_id")
    .where("id", "=", row.id)
    .executeTakeFirst();
  const audiences = new Set([row.audience_id, now?.audience_id ?? row.audience_id]);
  const news = { topic: "case.changed" as const, organisationId: row.organisation_id, ids: [row.id] };
  await tell(
    write,
    [...audiences].map((audienceId) => ({ ...news, audienceId })),
  );
}

export async function requireCase(tx: ReadTx, id: Id<"case">): Promise<store.CaseRow> {
  const row = await store.findCase(tx, id);
  if (row === undefined) throw notFound(id);
  return row;
}

/** The case and what was merged into it, of which parts may be worked on as the case's own. */
export async function requireFamily(tx: ReadTx, id: Id<"case">): Promise<Id<"case">[]> {
  const family = await store.familyOf(tx, id);
  if (family.length === 0) throw notFound(id);
  return family;
}

function notFound(id: string): FengsuiError {
  return new FengsuiError("case.not_found", `no case has the id ${id}`);
}

export async function requireMember(
  tx: Pick<ReadTx, "read">,
  { organisation_id }: Pick<store.CaseRow, "organisation_id">,
  personId: PersonId | null,
): Promise<void> {
  if (personId === null || (await store.isMember(tx, organisation_id, personId))) return;
  throw new FengsuiError("http.invalid", "assigneeId: is nobody of the organisation");
}

export function requireVersion(row: { readonly version: number }, version: number | undefined): void {
  if (version === undefined || version === row.version) return;
  throw new FengsuiError("case.changed_meanwhile", `it is at version ${row.version}, not ${version}`);
}

export function partNotFound(kind: string, id: string): FengsuiError {
  return new FengsuiError("case.part_not_found", `no ${kind} of the case has the id ${id}`);
}
