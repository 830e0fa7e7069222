// SPDX-License-Identifier: Apache-2.0
/** Retrospections as people see and steer them: listed, asked for, paused, resumed, cancelled. */
import {
  FengsuiError,
  type NewRetrospection,
  type Retrospection,
  type RetrospectionQuery,
} from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { readCursor, writeCursor } from "../../../platform/cursor.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf, ruleIdOf } from "../../../platform/http/parameters.ts";
import { requireRole } from "../../../platform/http/require-role.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { tell } from "../../../platform/live/index.ts";
import {
  audited,
  personPrincipal,
  type ReadTx,
  type Records,
  type RetrospectionState,
} from "../../../platform/records/index.ts";
import { enabledAmong } from "../rules/records.ts";
import * as store from "./records.ts";
import { toRetrospection } from "./view.ts";

export interface RetrospectionsParts {
  readonly records: Records;
  readonly clock: Clock;
  /** There is something to do, or something to leave. */
  readonly wake: () => Promise<void>;
}

interface Step {
  readonly action: string;
  readonly from: readonly RetrospectionState[];
  readonly to: RetrospectionState;
}

const PAUSE: Step = { action: "retrospection.pause", from: ["waiting", "running"], to: "paused" };
const RESUME: Step = { action: "retrospection.resume", from: ["paused", "failed"], to: "running" };
const CANCEL: Step = {
  action: "retrospection.cancel",
  from: ["waiting", "running", "paused"],
  to: "cancelled",
};

export class Retrospections {
  readonly #parts: RetrospectionsParts;

  constructor(parts: RetrospectionsParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn, query: RetrospectionQuery) {
    const { organisationId, state, after, limit } = query;
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.listRetrospections(tx, {
        organisationId: organisationId === undefined ? undefined : organisationIdOf(organisationId),
        state,
        before: after === undefined ? undefined : readCursor<"retrospection">(after),
        limit,
      }),
    );
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const next = last === undefined ? null : writeCursor({ time: last.created_at, id: last.id });
    return { retrospections: rows.map(toRetrospection), next };
  }

  async get({ person }: SignedIn, id: Id<"retrospection">) {
    return await this.#parts.records.read(personPrincipal(person), async (tx) => ({
      retrospection: toRetrospection(await requireRetrospection(tx, id)),
      rules: await store.listRulesOf(tx, id),
    }));
  }

  /** Of rules that are on, as they are now. */
  async ask(signedIn: SignedIn, wanted: NewRetrospection): Promise<Retrospection> {
    const organisationId = organisationIdOf(wanted.organisationId);
    requireRole(signedIn, organisationId, "analyst");
    const id = newId<"retrospection">(this.#parts.clock);
    const ruleIds = [...new Set(wanted.ruleIds)].map(ruleIdOf);
    const { from, to } = wanted;
    const requestedBy = signedIn.person.id;
    const asked = await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const rules = await enabledAmong(tx, organisationId, ruleIds);
      const known = new Set(rules.map((rule) => rule.id));
      const missing = ruleIds.find((ruleId) => !known.has(ruleId));
      if (missing !== undefined)
        throw new FengsuiError(
          "rule.not_found",
          `no rule that is on for the organisation has the id ${missing}`,
        );
      const row = {
        id,
        organisationId,
        cause: "asked",
        receivedSince: null,
        from: from === null ? null : new Date(from),
        to: to === null ? null : new Date(to),
        requestedBy,
        createdAt: tx.now,
        notBefore: tx.now,
      } as const;
      const subject = { kind: "retrospection", id };
      const detail = { rules: rules.length, from, to };
      await audited(tx, { action: "retrospection.ask", subject, organisationId, detail }, async (write) => {
        await store.insertRetrospection(write, row, rules.length);
        await store.addRules(write, row, rules);
        await tell(write, [{ topic: "retrospection.changed", organisationId, ids: [id] }]);
      });
      return toRetrospection(await requireRetrospection(tx, id));
    });
    await this.#parts.wake();
    return asked;
  }

  async pause(signedIn: SignedIn, id: Id<"retrospection">): Promise<Retrospection> {
    return await this.#step(signedIn, id, PAUSE);
  }

  /** Goes on where it was; also what failed. */
  async resume(signedIn: SignedIn, id: Id<"retrospection">): Promise<Retrospection> {
    return await this.#step(signedIn, id, RESUME);
  }

  /** What it found stays. */
  async cancel(signedIn: SignedIn, id: Id<"retrospection">): Promise<Retrospection> {
    return await this.#step(signedIn, id, CANCEL);
  }

  async #step(signedIn: SignedIn, id: Id<"retrospection">, { action, from, to }: Step) {
    const after = await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const { organisation_id: organisationId, state } = await requireRetrospection(tx, id);
      requireRole(signedIn, organisationId, "analyst");
      await audited(tx, { action, subject: { kind: "retrospection", id }, organisationId }, async (write) => {
        if (!(await store.changeState(write, id, { from, to, now: tx.now })))
          throw new FengsuiError("retrospection.wrong_state", `the retrospection is ${state}`);
        await tell(write, [{ topic: "retrospection.changed", organisationId, ids: [id] }]);
      });
      return toRetrospection(await requireRetrospection(tx, id));
    });
    await this.#parts.wake();
    return after;
  }
}

async function requireRetrospection(tx: ReadTx, id: Id<"retrospection">): Promise<store.RetrospectionRow> {
  const row = await store.findRetrospection(tx, id);
  if (row === undefined)
    throw new FengsuiError("retrospection.not_found", `no retrospection has the id ${id}`);
  return row;
}
