// SPDX-License-Identifier: Apache-2.0
/** Correlations for who has what was found: which hour is due, what it is worked out by, and what came of it. */
import type { OrganisationId, Records } from "../../../platform/records/index.ts";
import type { FoundMatch } from "../matching.ts";
import type { CompiledRules, RulesetCache } from "../rules/ruleset-cache.ts";
import { activeSuppressions } from "../suppressions/records.ts";
import { type CorrelatedAlert, writeCorrelated } from "./alerts.ts";
import type { CompiledCorrelation } from "./compile.ts";
import {
  CORRELATOR,
  claimWindow,
  type DueWindow,
  type Finished,
  forgetWindows,
  leaveWindow,
  type MarkAs,
  marksBetween,
  marksOf,
  markWindows,
  untilDue,
} from "./windows.ts";

export interface CorrelationsParts {
  readonly records: Records;
  readonly rulesets: RulesetCache;
  /** There may be something to work out. */
  readonly wake: () => void;
}

/** Rows of one statement. */
const MARKS = 1000;

export class Correlations {
  readonly #parts: CorrelationsParts;
  /** Whose turn it was. */
  #last: OrganisationId | undefined;

  constructor(parts: CorrelationsParts) {
    this.#parts = parts;
  }

  /** After the matches are stored: whatever may be made of them is due. */
  async note(
    rules: CompiledRules,
    as: MarkAs,
    matches: readonly Pick<FoundMatch, "ruleId" | "time">[],
  ): Promise<void> {
    const { records, wake } = this.#parts;
    const { own } = rules.correlations;
    if (own.length === 0) return;
    const { now } = await records.read(CORRELATOR, async (tx) => ({ now: tx.now }));
    const marks = marksOf(own, matches, now);
    if (marks.length === 0) return;
    await markWindows(records, as, marks);
    wake();
  }

  async next(): Promise<DueWindow | undefined> {
    const window = await claimWindow(this.#parts.records, this.#last);
    this.#last = window?.organisationId;
    return window;
  }

  async untilNext(): Promise<number | undefined> {
    return await untilDue(this.#parts.records);
  }

  /** As its rules are now; undefined where it is on no more, or cannot be made out. */
  async compiled({ organisationId, ruleId }: DueWindow) {
    const { records, rulesets } = this.#parts;
    const rules = await rulesets.current(organisationId);
    const compiled = rules.correlations.own.find(({ known }) => known.id === ruleId);
    if (compiled === undefined) return undefined;
    return await records.read(CORRELATOR, async (tx) => ({
      compiled,
      suppressions: await activeSuppressions(tx, organisationId),
      now: tx.now,
    }));
  }

  async finish(
    window: DueWindow,
    compiled: CompiledCorrelation,
    alerts: readonly CorrelatedAlert[],
    finished: Finished,
  ): Promise<void> {
    await writeCorrelated(this.#parts.records, { window, compiled }, alerts, finished);
  }

  /** In place of `EVERYWHERE`: the hours in which its rules found something. */
  async spread(
    { organisationId, isRetrospective }: DueWindow,
    compiled: CompiledCorrelation,
    hours: readonly number[],
  ): Promise<void> {
    const { known, isEarly, reachMs } = compiled;
    const marks = hours.flatMap((hour) => marksBetween(known.id, hour, isEarly ? hour : hour + reachMs));
    const unique = [...new Map(marks.map((mark) => [mark.windowStart, mark])).values()];
    for (let at = 0; at < unique.length; at += MARKS)
      await markWindows(
        this.#parts.records,
        { organisationId, isRetrospective },
        unique.slice(at, at + MARKS),
      );
  }

  /** There is nothing that it could be worked out by, or it failed and is tried again. */
  async leave(window: DueWindow, finished: Finished): Promise<void> {
    await this.#parts.records.transaction(CORRELATOR, (tx) => leaveWindow(tx, window, finished));
  }

  async forget(): Promise<void> {
    await forgetWindows(this.#parts.records);
  }
}
