// SPDX-License-Identifier: Apache-2.0
/**
 * The indicators of all lists in memory, kept up with their rows. Asked for once a batch: one short query where nothing
 * changed. What is in the index of a list that an organisation does not have, `hitsOf` passes over.
 */
import { rm } from "node:fs/promises";
import { IndicatorIndex } from "@fengsui/indicators";
import { type Records, systemPrincipal } from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { type ListState, listStates } from "./changes.ts";
import { readIndexFile, type SavedList, writeIndexFile } from "./index-file.ts";
import { loadChanges } from "./load-changes.ts";

export interface IndexKeeperParts {
  readonly records: Records;
  /** Where the index is kept for the next start. */
  readonly file?: { readonly path: string; readonly logger: Logger } | undefined;
}

const MATCHER = systemPrincipal("match");
/** Fewer are read out of the records as quickly. */
const WORTH_A_FILE = 10_000;
const WRITTEN_AFTER_MS = 60_000;

export class IndexKeeper implements AsyncDisposable {
  readonly #parts: IndexKeeperParts;
  #index = new IndicatorIndex();
  /** Up to which revision of each list it is; undefined before it was first asked for. */
  #known: Map<number, SavedList> | undefined;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: IndexKeeperParts) {
    this.#parts = parts;
  }

  /** As of this moment. Later changes come into the same index. */
  async current(): Promise<IndicatorIndex> {
    await this.#inTurn(async () => await this.#catchUp());
    return this.#index;
  }

  /** Before it is asked for: millions are not read in a moment. */
  warm(): void {
    this.current().catch((error: unknown) =>
      this.#parts.file?.logger.warn({ error }, "the indicators were not read; the first batch tries again"),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const isWaiting = this.#timer !== undefined;
    clearTimeout(this.#timer);
    await this.#inTurn(async () => {
      if (isWaiting) await this.#write();
    });
  }

  /** What changes the index and what writes it down: one after the other. */
  async #inTurn(act: () => Promise<void>): Promise<void> {
    const work = this.#work.catch(() => undefined).then(act);
    this.#work = work;
    await work;
  }

  async #catchUp(): Promise<void> {
    const states = await this.#states();
    this.#known ??= await this.#readFile(states);
    // What was removed is told for some days only; who slept longer begins again, as does who is ahead of the rows.
    if (states.some((state) => this.#isLost(state))) this.#beginAgain();
    for (const state of states) if (!(await this.#follow(state))) return await this.#catchUp();
  }

  async #states(): Promise<ListState[]> {
    return await this.#parts.records.read(MATCHER, (tx) => listStates(tx));
  }

  #beginAgain(): Map<number, SavedList> {
    this.#index = new IndicatorIndex();
    this.#known = new Map();
    return this.#known;
  }

  #isLost({ number, revision, purgedRevision }: ListState): boolean {
    const known = this.#known?.get(number)?.revision;
    return known !== undefined && (known < purgedRevision || known > revision);
  }

  /** False where what it was to hear of was purged while it read. */
  async #follow({ number, ruleId, revision }: ListState): Promise<boolean> {
    const known = this.#known ?? this.#beginAgain();
    const since = known.get(number)?.revision ?? 0;
    if (since >= revision) return true;
    const left = await loadChanges(this.#parts.records, this.#index, { number, since, upTo: revision });
    if (left > 0)
      this.#parts.file?.logger.warn(
        { list: ruleId, left },
        "some values have too many lists: they are not met",
      );
    if (since > 0 && (await this.#states()).some((state) => this.#isLost(state))) return false;
    known.set(number, { number, ruleId, revision });
    this.#writeLater();
    return true;
  }

  #writeLater(): void {
    if (this.#parts.file === undefined || this.#index.size < WORTH_A_FILE) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#inTurn(async () => await this.#write());
    }, WRITTEN_AFTER_MS).unref();
  }

  async #write(): Promise<void> {
    const { file } = this.#parts;
    if (file === undefined) return;
    const lists = [...(this.#known?.values() ?? [])];
    try {
      await writeIndexFile(file.path, { index: this.#index, lists });
    } catch (error) {
      file.logger.warn(
        { error },
        "the index of indicators was not written down; the next start takes longer",
      );
    }
  }

  async #readFile(states: readonly ListState[]): Promise<Map<number, SavedList>> {
    const { file } = this.#parts;
    if (file === undefined || states.length === 0) return new Map();
    try {
      const saved = await readIndexFile(file.path, states);
      if (saved === undefined) {
        // Left there, it might look as if it were of this database once there are as many changes of it.
        await rm(file.path, { force: true });
        return new Map();
      }
      this.#index = saved.index;
      return new Map(saved.lists.map((list) => [list.number, list]));
    } catch (error) {
      file.logger.info({ error }, "the index of indicators is made anew");
      return new Map();
    }
  }
}
