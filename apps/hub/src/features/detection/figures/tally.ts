// SPDX-License-Identifier: Apache-2.0
/**
 * What each rule was asked, found and cost. The engine counts it for every set of rules anyway: now and then the
 * difference is taken and added to what is kept. Whoever kills the process loses what was not yet added.
 */
import { setImmediate as breathe } from "node:timers/promises";
import type { RuleFigures, Ruleset, SigmaRule } from "@fengsui/sigma";
import { type OrganisationId, type Records, unaudited } from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import type { KnownList } from "../indicators/match.ts";
import type { CompiledRules } from "../rules/ruleset-cache.ts";
import { addFigures, type CountedRule, FIGURES, forgetFigures, WHY_COUNTED } from "./records.ts";

export interface RuleTallyParts {
  readonly records: Records;
  readonly logger: Logger;
}

type Counting = Pick<CompiledRules, "ruleset" | "known" | "lists">;
/** What has figures: a rule, or a list of indicators. */
type Counted = SigmaRule | KnownList;

export interface CountAs {
  readonly organisationId: OrganisationId;
  readonly isRetrospective: boolean;
}

interface Watched extends CountAs {
  readonly known: Counting["known"];
  readonly lists: Counting["lists"];
}

type Figures = ReadonlyMap<Counted, RuleFigures>;

interface Taken {
  readonly ruleset: Ruleset;
  readonly watched: Watched;
  readonly rows: readonly CountedRule[];
  /** What was taken until now. */
  readonly until: Figures;
  readonly isAll: boolean;
}

/** What comes first is seen soon. */
const FIRST_MS = 500;
const EVERY_MS = 10_000;
/** A rule that was asked and had nothing to test tells little: thousands of those are not written every time. */
const ALL_EVERY_MS = 60_000;
/** Of a hundred parts of the time, counting takes one. */
const SHARE_LEFT = 99;
/** Rows of one statement. */
const CHUNK = 5000;

export class RuleTally implements AsyncDisposable {
  readonly #parts: RuleTallyParts;
  #watched = new Map<Ruleset, Watched>();
  readonly #taken = new WeakMap<Ruleset, Figures>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #nextAt = 0;
  #allAt = 0;
  #forgotOn: string | undefined;
  #isClosed = false;

  constructor(parts: RuleTallyParts) {
    this.#parts = parts;
  }

  /** These rules are about to match. */
  watch({ ruleset, known, lists }: Counting, { organisationId, isRetrospective }: CountAs): void {
    if (!this.#watched.has(ruleset))
      this.#watched.set(ruleset, { organisationId, isRetrospective, known, lists });
    this.#wait();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#add(true);
  }

  #wait(): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    const ms = Math.max(FIRST_MS, this.#nextAt - performance.now());
    this.#timer = setTimeout(() => {
      this.#running = this.#goOn();
    }, ms);
    this.#timer.unref();
  }

  async #goOn(): Promise<void> {
    const begin = performance.now();
    const isAll = begin >= this.#allAt;
    await this.#add(isAll);
    const end = performance.now();
    this.#nextAt = end + Math.max(EVERY_MS, (end - begin) * SHARE_LEFT);
    if (isAll) this.#allAt = end + ALL_EVERY_MS;
    this.#timer = undefined;
    if (this.#watched.size > 0) this.#wait();
  }

  /** What could not be added is added the next time. */
  async #add(isAll: boolean): Promise<void> {
    const watched = this.#watched;
    this.#watched = new Map();
    try {
      const taken: Taken[] = [];
      for (const [ruleset, as] of watched) {
        taken.push(take(ruleset, as, { before: this.#taken.get(ruleset), isAll }));
        await breathe();
      }
      await this.#write(taken.flatMap(({ rows }) => rows));
      for (const { ruleset, until, watched: as, isAll: isTaken } of taken) {
        this.#taken.set(ruleset, until);
        if (!isTaken) this.#watched.set(ruleset, as);
      }
    } catch (error) {
      for (const [ruleset, as] of watched) this.#watched.set(ruleset, as);
      this.#parts.logger.warn({ error }, "what rules were asked and found was not kept; it is tried again");
    }
  }

  /** Around midnight some of what is counted may go to the day after. */
  async #write(rows: readonly CountedRule[]): Promise<void> {
    if (rows.length === 0) return;
    const day = await this.#parts.records.transaction(FIGURES, (tx) =>
      unaudited(tx, WHY_COUNTED, async (write) => {
        const today = tx.now.toISOString().slice(0, 10);
        for (let at = 0; at < rows.length; at += CHUNK)
          await addFigures(write, today, rows.slice(at, at + CHUNK));
        if (this.#forgotOn !== today) await forgetFigures(write, today);
        return today;
      }),
    );
    this.#forgotOn = day;
  }
}

const NOTHING: RuleFigures = { evaluated: 0, candidates: 0, matches: 0, undecided: 0, cost: 0 };

function take(
  ruleset: Ruleset,
  watched: Watched,
  { before, isAll }: { readonly before: Figures | undefined; readonly isAll: boolean },
): Taken {
  const now = figuresOf(ruleset, watched);
  const until = new Map(now);
  const rows: CountedRule[] = [];
  let left = 0;
  for (const [rule, figures] of now) {
    const known = "known" in rule ? rule.known : watched.known.get(rule);
    const earlier = before?.get(rule) ?? NOTHING;
    if (known === undefined || figures.evaluated === earlier.evaluated) continue;
    if (!isAll && figures.candidates === earlier.candidates) {
      left++;
      until.set(rule, earlier);
      continue;
    }
    const { organisationId, isRetrospective } = watched;
    const as = { organisationId, isRetrospective, ruleId: known.id, version: known.version };
    rows.push({ ...as, ...difference(figures, earlier) });
  }
  return { ruleset, watched, rows, until, isAll: left === 0 };
}

function figuresOf(ruleset: Ruleset, { lists }: Watched): Figures {
  const ofLists = [...lists.values()].filter(({ figures }) => figures.evaluated > 0);
  return new Map<Counted, RuleFigures>([
    ...ruleset.figures(),
    ...ofLists.map((list): [KnownList, RuleFigures] => [list, { ...list.figures }]),
  ]);
}

function difference(figures: RuleFigures, earlier: RuleFigures): RuleFigures {
  return {
    evaluated: figures.evaluated - earlier.evaluated,
    candidates: figures.candidates - earlier.candidates,
    matches: figures.matches - earlier.matches,
    undecided: figures.undecided - earlier.undecided,
    cost: figures.cost - earlier.cost,
  };
}
