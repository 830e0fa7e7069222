// SPDX-License-Identifier: Apache-2.0
/** Orders: listed, shown, issued; and their evidence. */
import type { Readable } from "node:stream";
import {
  type Evidence,
  FengsuiError,
  type NewEvidence,
  type NewOrder,
  type Order,
  type OrderDetail,
  type OrderQuery,
} from "@fengsui/contract";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import type { SignedIn } from "../../platform/http/index.ts";
import { caseIdOf, organisationIdOf } from "../../platform/http/parameters.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import { type Id, newId } from "../../platform/ids.ts";
import { randomLetters } from "../../platform/random-letters.ts";
import {
  audited,
  ensureAudience,
  type OrganisationId,
  personPrincipal,
  type ReadTx,
  type Tx,
  type Writer,
} from "../../platform/records/index.ts";
import { spool } from "../../platform/spool.ts";
import { requireCase } from "../cases/index.ts";
import { rulesNotSeen } from "../detection/index.ts";
import { addEvidence, listEvidence } from "../evidence/index.ts";
import { ordersAbout } from "./about-system.ts";
import { actOnOrder, type OrderServiceParts, requireOrder, tellOrder } from "./act.ts";
import { deadlineOf, requireTimeZone } from "./deadlines.ts";
import { insertEntry, partsOf } from "./parts.ts";
import { actsOn } from "./permitted.ts";
import * as store from "./records.ts";
import { reviewOf } from "./review.ts";
import { toDetail, toOrder } from "./view.ts";

/** Those that nobody takes for another (Crockford's base 32). */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const REFERENCE_LENGTH = 6;

export class Orders {
  readonly #parts: OrderServiceParts;

  constructor(parts: OrderServiceParts) {
    this.#parts = parts;
  }

  async list(signedIn: SignedIn, query: OrderQuery): Promise<{ orders: Order[]; next: string | null }> {
    return await this.#read(signedIn, async (tx) => {
      const about = query.systemId === undefined ? undefined : await ordersAbout(tx, query.systemId);
      const filter = { ...toFilter(signedIn, query), condition: about?.condition };
      const rows = await store.listOrders(tx, filter);
      const last = rows.length === query.limit ? rows.at(-1) : undefined;
      const time = query.sort === "deadline" ? last?.deadline : last?.changed_at;
      const next = last === undefined || time === undefined ? null : writeCursor({ time, id: last.id });
      const shown = about === undefined ? rows : await about.among(rows);
      return { orders: shown.map((row) => toOrder(row, tx.now)), next };
    });
  }

  async get(signedIn: SignedIn, id: Id<"order">): Promise<OrderDetail> {
    return await this.#read(signedIn, async (tx) => {
      const row = await requireOrder(tx, id);
      const parts = await partsOf(tx, id);
      const review = await reviewOf(tx, row, signedIn.person.id);
      return toDetail(row, parts, { now: tx.now, acts: actsOn(signedIn, { row, parts, review }) });
    });
  }

  async issue(signedIn: SignedIn, wanted: NewOrder): Promise<OrderDetail> {
    const organisationId = organisationIdOf(wanted.organisationId);
    const orderedId = organisationIdOf(wanted.orderedId);
    requireRole(signedIn, organisationId, "responder");
    if (orderedId !== organisationId && !signedIn.hubRoles.includes("coordinator"))
      throw new FengsuiError("access.forbidden", "a coordinator of the hub alone orders something of others");
    const id = newId<"order">(this.#parts.clock);
    const subject = { kind: "order", id };
    const entry = { action: "order.issue", subject, organisationId, detail: { orderedId } };
    await this.#parts.records.transaction(personPrincipal(signedIn.person), (tx) =>
      audited(tx, entry, (write) => this.#insert(tx, write, { id, organisationId, orderedId, wanted })),
    );
    return await this.get(signedIn, id);
  }

  async #insert(tx: Tx, write: Writer, issue: Issue): Promise<void> {
    const { id, organisationId, orderedId, wanted } = issue;
    if (tx.principal.kind !== "person") throw new TypeError("a person issues an order");
    const timeZone = requireTimeZone(wanted.timeZone);
    const deadline = deadlineOf(wanted.deadline, { timeZone, after: tx.now });
    await requireRules(tx, wanted.condition);
    const { marking, title, measure, reason, severity } = wanted;
    const audience = { owner: organisationId, marking, organisations: [orderedId] };
    await store.insertOrder(write, {
      id,
      organisation_id: organisationId,
      audience_id: await ensureAudience(write, await known(tx, audience)),
      marking,
      ordered_id: orderedId,
      reference: newReference(tx.now),
      title,
      measure,
      reason,
      severity,
      deadline,
      time_zone: timeZone,
      term_seconds: Math.max(1, Math.round((deadline.getTime() - tx.now.getTime()) / 1000)),
      issued_by: tx.principal.personId,
      issued_at: tx.now,
      started_at: tx.now,
      changed_at: tx.now,
      ...toCondition(wanted.condition),
    });
    if (wanted.caseId !== null) await this.#link(tx, write, issue, caseIdOf(wanted.caseId));
    const row = await requireOrder(tx, id);
    const by = { principal: tx.principal, actingId: organisationId, now: tx.now, clock: this.#parts.clock };
    await insertEntry(write, row, { kind: "issued", detail: { deadline: deadline.toISOString() } }, by);
    await tellOrder(write, row);
  }

  async #link(tx: ReadTx, write: Writer, { id, organisationId }: Issue, caseId: Id<"case">): Promise<void> {
    const row = await requireCase(tx, caseId);
    if (row.organisation_id !== organisationId)
      throw new FengsuiError("http.invalid", "caseId: is a case of another organisation");
    if (row.merged_into_id !== null) throw new FengsuiError("case.merged", "it was merged into another case");
    await store.linkCase(write, id, row);
  }

  async evidence(
    signedIn: SignedIn,
    id: Id<"order">,
    page: { readonly after?: string | undefined; readonly limit: number },
  ) {
    return await this.#read(signedIn, async (tx) => {
      await requireOrder(tx, id);
      return await listEvidence(tx, { of: { orderId: id }, ...page });
    });
  }

  /** It is the ordered organisation's, shown to who ordered and to nobody else. */
  async addEvidence(
    signedIn: SignedIn,
    id: Id<"order">,
    wanted: NewEvidence,
    body: Readable,
  ): Promise<Evidence> {
    // Before anything is read of it.
    const found = await this.#read(signedIn, (tx) => requireOrder(tx, id));
    requireRole(signedIn, found.ordered_id, "responder");
    await using content = await spool(body);
    const { name, mediaType, description } = wanted;
    const added = Promise.withResolvers<Evidence>();
    await actOnOrder(this.#parts, signedIn, id, { act: "add_evidence" }, async (work) => {
      const { write, row, personId, now } = work;
      const organisationId = row.ordered_id;
      const organisations = [row.organisation_id];
      const audience = { owner: organisationId, marking: "amber+strict", organisations } as const;
      const evidence = await addEvidence(write, this.#parts.clock, {
        organisationId,
        audienceId: await ensureAudience(write, audience),
        of: { order_id: id },
        kind: "file",
        name,
        mediaType,
        description,
        content,
        occurredAt: wanted.occurredAt === undefined ? null : new Date(wanted.occurredAt),
        origin: {},
        addedBy: personId,
        now,
      });
      added.resolve(evidence);
      return { kind: "evidence_added", detail: { evidenceId: evidence.id, name, sha256: evidence.sha256 } };
    });
    return await added.promise;
  }

  async #read<Result>({ person }: SignedIn, work: (tx: ReadTx) => Promise<Result>): Promise<Result> {
    return await this.#parts.records.read(personPrincipal(person), work);
  }
}

interface Issue {
  readonly id: Id<"order">;
  readonly organisationId: OrganisationId;
  readonly orderedId: OrganisationId;
  readonly wanted: NewOrder;
}

function newReference(now: Date): string {
  return `${now.getUTCFullYear()}-${randomLetters(REFERENCE_LENGTH, LETTERS)}`;
}

/** Who is ordered exists, and is on. */
async function known<Audience extends { readonly organisations: readonly OrganisationId[] }>(
  { read }: ReadTx,
  audience: Audience,
): Promise<Audience> {
  const found = await read
    .selectFrom("organisations")
    .select("id")
    .where("id", "in", audience.organisations)
    .where("disabled_at", "is", null)
    .execute();
  if (found.length === audience.organisations.length) return audience;
  throw new FengsuiError("http.invalid", "orderedId: is no organisation of this hub");
}

/** What no rule finds would never be found to be gone. */
async function requireRules(tx: ReadTx, condition: NewOrder["condition"]): Promise<void> {
  const unknown = condition === null ? [] : await rulesNotSeen(tx, condition.ruleKeys);
  if (unknown.length > 0)
    throw new FengsuiError("order.rule_unknown", `condition.ruleKeys: ${unknown.join(", ")}`);
}

function toCondition(condition: NewOrder["condition"]): Partial<store.StoredCondition> {
  if (condition === null) return {};
  return {
    condition_rule_keys: [...new Set(condition.ruleKeys)],
    condition_hosts: [...new Set(condition.hosts.map((host) => host.toLowerCase()))],
    condition_in: condition.in,
    observe_hours: condition.observeHours,
    silence_minutes: condition.silenceMinutes,
  };
}

function toFilter({ organisations }: SignedIn, query: OrderQuery): store.OrderFilter {
  return {
    organisationId: query.organisationId === undefined ? undefined : organisationIdOf(query.organisationId),
    direction: query.direction,
    own: organisations.map(({ id }) => id),
    states: [query.state ?? []].flat(),
    severities: [query.severity ?? []].flat(),
    isOverdue: query.isOverdue,
    dueBefore: query.dueBefore === undefined ? undefined : new Date(query.dueBefore),
    issuedBefore: query.issuedBefore === undefined ? undefined : new Date(query.issuedBefore),
    caseId: query.caseId === undefined ? undefined : caseIdOf(query.caseId),
    text: query.text,
    sort: query.sort,
    after: query.after === undefined ? undefined : readCursor<"order">(query.after),
    limit: query.limit,
  };
}
