// SPDX-License-Identifier: Apache-2.0
/** Lists of indicators: made, filled and emptied. What changed counts from the next batch, and is looked back for. */
import { createHash, randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import {
  FengsuiError,
  type IndicatorImportQuery,
  type IndicatorList,
  type IndicatorListChange,
  type IndicatorsImported,
  type IndicatorsQuery,
  type NewIndicatorList,
  type ValueQuery,
} from "@fengsui/contract";
import {
  candidatesOf,
  type FeedItem,
  FeedProblem,
  normaliseDefanged,
  type Observable,
  readFeed,
  recognise,
} from "@fengsui/indicators";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import type { Id } from "../../../platform/ids.ts";
import {
  audited,
  ensureAudience,
  personPrincipal,
  type ReadTx,
  type Records,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { spool } from "../../../platform/spool.ts";
import type { RuleDocument } from "../rules/documents.ts";
import { type KeepAs, keepRules } from "../rules/keep.ts";
import { requireMayChange } from "../rules/may-change.ts";
import { announceChange } from "../rules/switch.ts";
import { removeIndicators, takeIncoming } from "./keep.ts";
import { plainBytes } from "./plain-bytes.ts";
import * as store from "./records.ts";
import { toIndicator, toList } from "./view.ts";

export interface IndicatorListsParts {
  readonly records: Records;
  readonly clock: Clock;
  /** Indicators changed: there is something to look back for. */
  readonly wake: () => Promise<void>;
}

export class IndicatorLists {
  readonly #parts: IndicatorListsParts;

  constructor(parts: IndicatorListsParts) {
    this.#parts = parts;
  }

  async list({ person }: SignedIn) {
    const rows = await this.#parts.records.read(personPrincipal(person), store.listLists);
    return { lists: rows.map(toList) };
  }

  async get({ person }: SignedIn, id: Id<"rule">): Promise<IndicatorList> {
    return await this.#parts.records.read(personPrincipal(person), async (tx) =>
      toList(await requireList(tx, id)),
    );
  }

  async create(signedIn: SignedIn, wanted: NewIndicatorList): Promise<IndicatorList> {
    const organisationId = organisationIdOf(wanted.organisationId);
    requireMayChange(signedIn, organisationId, wanted);
    const { records, clock } = this.#parts;
    const { title, level, scope } = wanted;
    return await records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const subject = { kind: "organisation", id: organisationId };
      const entry = { action: "indicators.create", subject, organisationId, detail: { title, level, scope } };
      const id = await audited(tx, entry, async (write) => {
        await requireRoom(tx, organisationId);
        const audienceId = await ensureAudience(write, { owner: organisationId, marking: null });
        const as = keepAs(tx, signedIn, { organisationId, audienceId, scope });
        const document = documentOf({ key: `indicators:${randomUUID()}`, title, level });
        const { rules } = await keepRules(write, clock, as, [document]);
        const [rule] = rules;
        if (rule === undefined) throw new TypeError("a list that was just made is not there");
        await write
          .insertInto("indicator_lists")
          .values({ rule_id: rule.id, organisation_id: organisationId })
          .execute();
        await announceChange(write, organisationId, rules);
        return rule.id;
      });
      return toList(await requireList(tx, id));
    });
  }

  /** Another level or title is another version, as with every rule; what was found stays as it is. */
  async change(signedIn: SignedIn, id: Id<"rule">, change: IndicatorListChange): Promise<IndicatorList> {
    const { records, clock } = this.#parts;
    return await records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const list = await requireMine(tx, signedIn, id);
      const { title = list.title, level = list.level } = change;
      await audited(tx, entryOf(list, "indicators.change", { title, level }), async (write) => {
        const as = keepAs(tx, signedIn, list);
        const { rules } = await keepRules(write, clock, as, [documentOf({ key: list.key, title, level })]);
        await announceChange(write, list.organisationId, rules);
      });
      return toList(await requireList(tx, id));
    });
  }

  /** All of it, or, where it cannot be read to its end, nothing. */
  async import(
    signedIn: SignedIn,
    id: Id<"rule">,
    query: IndicatorImportQuery,
    body: Readable,
  ): Promise<IndicatorsImported> {
    const { records } = this.#parts;
    const principal = personPrincipal(signedIn.person);
    await records.read(principal, async (tx) => await requireMine(tx, signedIn, id));
    await using file = await spool(body);
    const taken = await records.transaction(principal, async (tx) => {
      const list = await requireMine(tx, signedIn, id);
      const { number } = list;
      const detail = { mode: query.mode, bytes: file.byteCount, sha256: file.sha256.toString("hex") };
      return await audited(tx, entryOf(list, "indicators.import", detail), async (write) => {
        const items = withDefaults(readFeed(plainBytes(file.chunks())), query);
        const isWhole = query.mode === "replace";
        const incoming = { number, items, isWhole, by: signedIn.person.id, now: tx.now };
        const taken = await takeIncoming(write, incoming).catch(explainFeed);
        const lastImport = { ...taken, at: tx.now.toISOString(), mode: query.mode };
        await write
          .updateTable("indicator_lists")
          .set({ last_import: JSON.stringify(lastImport) })
          .where("rule_id", "=", id)
          .execute();
        await announceIndicators(write, list);
        return taken;
      });
    });
    await this.#parts.wake();
    return taken;
  }

  async indicators({ person }: SignedIn, id: Id<"rule">, { kind, after, limit }: IndicatorsQuery) {
    const rows = await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const { number } = await requireList(tx, id);
      return await store.listIndicators(tx, number, { kind, before: after, limit });
    });
    const next = rows.length === limit ? (rows.at(-1)?.id ?? null) : null;
    return { indicators: rows.flatMap((row) => toIndicator(row, id)), next };
  }

  async remove(signedIn: SignedIn, id: Id<"rule">, ids: readonly string[]) {
    const principal = personPrincipal(signedIn.person);
    const removed = await this.#parts.records.transaction(principal, async (tx) => {
      const list = await requireMine(tx, signedIn, id);
      return await audited(tx, entryOf(list, "indicators.remove", { count: ids.length }), async (write) => {
        const count = await removeIndicators(write, { number: list.number, ids, now: tx.now });
        await announceIndicators(write, list);
        return count;
      });
    });
    return { removed };
  }

  async lookUp({ person }: SignedIn, query: ValueQuery) {
    const observable = observableOf(query);
    const rows = await this.#parts.records.read(personPrincipal(person), (tx) =>
      store.findIndicators(tx, candidatesOf(observable)),
    );
    const indicators = rows.flatMap(({ listId, listTitle, ...row }) =>
      toIndicator(row, listId).map((indicator) => ({ ...indicator, listTitle })),
    );
    return { observable, indicators };
  }
}

/** @throws {FengsuiError} `indicators.value_not_understood` */
export function observableOf({ value, kind }: ValueQuery): Observable {
  const found = kind === undefined ? recognise(value) : normaliseDefanged(kind, value);
  if (found !== undefined) return found;
  throw new FengsuiError("indicators.value_not_understood", kind ?? "no kind of value looks like this");
}

async function requireList(tx: ReadTx, id: Id<"rule">): Promise<store.ListRow> {
  const row = await store.findList(tx, id);
  if (row === undefined) throw new FengsuiError("rule.not_found", `no list of indicators has the id ${id}`);
  return row;
}

/** Each batch asks for the revisions of all. */
const MAX_LISTS = 500;

async function requireRoom(tx: ReadTx, organisationId: store.ListRow["organisationId"]): Promise<void> {
  const count = await store.countLists(tx, organisationId);
  if (count >= MAX_LISTS) throw new FengsuiError("indicators.too_many_lists", `it has ${count}`);
}

async function requireMine(tx: ReadTx, signedIn: SignedIn, id: Id<"rule">): Promise<store.ListRow> {
  const list = await requireList(tx, id);
  requireMayChange(signedIn, list.organisationId, list);
  return list;
}

function keepAs(
  { now }: Tx,
  { person }: SignedIn,
  { organisationId, audienceId, scope }: Pick<store.ListRow, "organisationId" | "audienceId" | "scope">,
): KeepAs {
  return { organisationId, audienceId, scope, createdBy: person.id, origin: "upload", now };
}

/** What a version of a list says, where a rule has its source. */
function documentOf({ key, title, level }: Pick<store.ListRow, "key" | "title" | "level">): RuleDocument {
  const source = `# A list of indicators\ntitle: ${JSON.stringify(title)}\nlevel: ${level}\n`;
  const sha256 = createHash("sha256").update(source).digest();
  return { kind: "indicators", key, title, level, techniques: [], source, sha256, diagnostics: [] };
}

function entryOf(list: store.ListRow, action: string, detail: Record<string, string | number>) {
  const subject = { kind: "rule", id: list.id };
  return { action, subject, organisationId: list.organisationId, detail };
}

async function announceIndicators(write: Writer, list: store.ListRow): Promise<void> {
  const rule = { id: list.id, audience_id: list.audienceId };
  await announceChange(write, list.organisationId, [rule], { isWhole: false });
}

async function* withDefaults(
  items: AsyncIterable<readonly FeedItem[]>,
  { expiresAt, note }: IndicatorImportQuery,
): AsyncGenerator<readonly FeedItem[]> {
  const defaults = {
    ...(expiresAt !== undefined && { expiresAt: Date.parse(expiresAt) }),
    ...(note !== undefined && note !== "" && { note }),
  };
  for await (const some of items)
    yield some.map((item) => (item.is === "indicator" ? { ...defaults, ...item } : item));
}

function explainFeed(error: unknown): never {
  if (error instanceof FeedProblem)
    throw new FengsuiError("indicators.feed_unreadable", error.message, { cause: error });
  throw error;
}
