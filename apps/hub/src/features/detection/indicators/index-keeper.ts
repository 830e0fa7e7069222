// SPDX-License-Identifier: Apache-2.0
/**
 * The indicators of all lists in memory, kept up with their rows. Asked for once a batch: one short query where nothing
 * changed. What is in the index of a list that an organisation does not have, `hitsOf` passes over.
 */
import { setImmediate as breathe } from "node:timers/promises";
import { IndicatorIndex, KINDS, type Kind } from "@fengsui/indicators";
import { type Records, systemPrincipal } from "../../../platform/records/index.ts";
import { type ChangedIndicator, changedIndicators, type ListState, listStates } from "./changes.ts";

const MATCHER = systemPrincipal("match");
/** Rows that are read, and put into the index, without a pause. */
const PAGE = 5000;

export class IndexKeeper {
  readonly #records: Records;
  #index = new IndicatorIndex();
  /** Up to which revision of each list it is. */
  #revisions = new Map<number, number>();
  #work: Promise<void> = Promise.resolve();

  constructor(records: Records) {
    this.#records = records;
  }

  /** As of this moment. Later changes come into the same index. */
  async current(): Promise<IndicatorIndex> {
    const work = this.#work.catch(() => undefined).then(async () => await this.#catchUp());
    this.#work = work;
    await work;
    return this.#index;
  }

  async #catchUp(): Promise<void> {
    const states = await this.#records.read(MATCHER, (tx) => listStates(tx));
    // What was removed is told for some days only; who slept longer begins again, as does who is ahead of the rows.
    if (states.some((state) => this.#isLost(state))) {
      this.#index = new IndicatorIndex();
      this.#revisions = new Map();
    }
    for (const state of states) await this.#follow(state);
  }

  #isLost({ number, revision, purgedRevision }: ListState): boolean {
    const known = this.#revisions.get(number);
    return known !== undefined && (known < purgedRevision || known > revision);
  }

  async #follow({ number, revision }: ListState): Promise<void> {
    const since = this.#revisions.get(number) ?? 0;
    if (since >= revision) return;
    await loadChanges(this.#records, this.#index, { number, since, upTo: revision });
    this.#revisions.set(number, revision);
  }
}

export interface Stretch {
  readonly number: number;
  /** Not included. */
  readonly since: number;
  readonly upTo: number;
}

/** `onAdded` hears of each that is there. */
export async function loadChanges(
  records: Records,
  index: IndicatorIndex,
  stretch: Stretch,
  onAdded: (row: ChangedIndicator) => void = () => undefined,
): Promise<void> {
  for (let after: ChangedIndicator | undefined; ; ) {
    const page = await records.read(MATCHER, (tx) =>
      changedIndicators(tx, { ...stretch, after, limit: PAGE }),
    );
    for (const row of page) {
      apply(index, row, String(stretch.number));
      if (row.removed_at === null) onAdded(row);
    }
    after = page.at(-1);
    if (page.length < PAGE) return;
    await breathe();
  }
}

function apply(index: IndicatorIndex, row: ChangedIndicator, reference: string): void {
  const kind = kindOf(row.kind);
  if (kind === undefined) return;
  const { value, with_subdomains: withSubdomains, expires_at: end } = row;
  const indicator = { kind, value, reference, ...(withSubdomains && { withSubdomains }) };
  if (row.removed_at !== null) index.remove(indicator);
  else index.add({ ...indicator, ...(end !== null && { expiresAt: end.getTime() }) });
}

export function kindOf(text: string): Kind | undefined {
  return KINDS.find((kind) => kind === text);
}
