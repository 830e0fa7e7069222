// SPDX-License-Identifier: Apache-2.0
/**
 * Works on retrospections in this process, one after the other, as long as there are any.
 */
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { defineJob, WokenWork } from "../../../platform/jobs/index.ts";
import { type Records, systemPrincipal } from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import {
  type CompiledRules,
  type Pass,
  type Passes,
  type PassIndicators,
  seenAmong,
} from "../../detection/index.ts";
import type { Ingest } from "../ingest/service.ts";
import { listDeclaredSources } from "../sources/records.ts";
import { EVER, type LookBack, type LookBackParts, lookAtPage } from "./look-back.ts";

export const RUN_RETROSPECTIONS = defineJob({ name: "retrospections.run", payload: z.object({}) });

export interface RunnerParts extends LookBackParts {
  readonly records: Records;
  readonly passes: Passes;
  readonly ingest: Pick<Ingest, "isBusy" | "whenSettled">;
  readonly logger: Logger;
  readonly pageSize?: number;
}

const LOOKER = systemPrincipal("retrospections.run");
const COUNTER = { kind: "system", job: "retrospections.run" } as const;
/** Rules that were switched off meanwhile are left out after this time. */
const RULES_EVERY_MS = 2_000;
const TOLD_EVERY_MS = 500;
/** While logs come in, of ten parts of the time it takes one. */
const SHARE_LEFT = 9;
const LOOK_MS = 10;

export class RetrospectionRunner extends WokenWork {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    super({ job: RUN_RETROSPECTIONS, logger: parts.logger, complaint: "a retrospection stopped" });
    this.#parts = parts;
  }

  protected async work(): Promise<number | undefined> {
    const { passes } = this.#parts;
    await passes.plan();
    for (;;) {
      const pass = await passes.next();
      if (pass === undefined || this.signal.aborted) break;
      await this.#runPass(pass);
      await passes.plan();
    }
    return await passes.untilNext();
  }

  async #runPass(pass: Pass): Promise<void> {
    try {
      await this.#walk(pass);
    } catch (error) {
      if (!this.signal.aborted) await this.#parts.passes.fail(pass, error);
      throw error;
    }
  }

  async #walk(pass: Pass): Promise<void> {
    const { passes, ingest } = this.#parts;
    // A batch that was matched with the rules of before is to be in the store when it is looked at.
    if (!pass.isBegun) await ingest.whenSettled();
    if (!(await passes.begin(pass))) return;
    const rules = new PassRules(this.#parts, pass);
    if (!pass.isBegun) await this.#count(pass, await rules.current());
    let at = pass;
    let toldAt = 0;
    for (;;) {
      const begin = performance.now();
      const wanted = await rules.current();
      const page =
        wanted === undefined ? undefined : await lookAtPage(this.#parts, { ...wanted, ...from(at) });
      if (page === undefined) return await passes.finish(pass);
      await this.#giveWay(performance.now() - begin);
      const now = performance.now();
      const isTold = now - toldAt > TOLD_EVERY_MS;
      if (isTold) toldAt = now;
      if (!(await passes.advance(at, { ...page, workedMs: now - begin, isTold }))) return;
      at = { ...at, position: page.position };
      if (this.signal.aborted) return;
    }
  }

  /** A count that takes too long is done without. */
  async #count(pass: Pass, wanted: LookBack | undefined): Promise<void> {
    if (wanted === undefined) return;
    const { events, passes, logger } = this.#parts;
    try {
      await passes.setTotal(pass, await events.readAs(COUNTER).count({ ...wanted, isBackground: true }));
    } catch (error) {
      logger.info({ error, retrospection: pass.id }, "the events of a retrospection were not counted");
    }
  }

  /** The ingest goes first; but who waits for it to rest would wait for ever. */
  async #giveWay(workedMs: number): Promise<void> {
    const until = performance.now() + workedMs * SHARE_LEFT;
    while (this.#parts.ingest.isBusy && performance.now() < until && !this.signal.aborted)
      await delay(LOOK_MS);
  }
}

function from({ position }: Pass): Pick<LookBack, "after"> {
  return position === undefined ? {} : { after: position };
}

/** The rules of a pass as they are now, and what follows from them for what is to be read. */
class PassRules {
  readonly #parts: RunnerParts;
  readonly #pass: Pass;
  #stamp: string | undefined;
  #compiled: CompiledRules | undefined;
  #wanted: LookBack | undefined;
  #indicatorsOf: PassIndicators | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: RunnerParts, pass: Pass) {
    this.#parts = parts;
    this.#pass = pass;
  }

  /** Undefined where none is left. */
  async current(): Promise<LookBack | undefined> {
    if (performance.now() - this.#lookedAt < RULES_EVERY_MS) return this.#wanted;
    const { passes } = this.#parts;
    const stamp = await passes.rulesStamp(this.#pass);
    this.#lookedAt = performance.now();
    if (stamp === this.#stamp) return this.#wanted;
    const rules = await passes.rules(this.#pass, this.#compiled);
    this.#stamp = stamp;
    this.#compiled = rules;
    this.#wanted = rules.known.size + rules.lists.size === 0 ? undefined : await this.#queryFor(rules);
    return this.#wanted;
  }

  /** Undefined where nothing that is stored can meet them. */
  async #queryFor(rules: CompiledRules): Promise<LookBack | undefined> {
    const { id, organisationId, receivedSince, from, to } = this.#pass;
    const products = rules.lists.size > 0 ? undefined : await this.#productsOf(rules);
    const of = rules.lists.size > 0 ? await this.#indicators() : {};
    if (of.observed?.length === 0) return undefined;
    const { pageSize } = this.#parts;
    return {
      organisationId,
      retrospectionId: id,
      ...(pageSize !== undefined && { pageSize }),
      rules,
      from: from ?? EVER.from,
      to: to ?? EVER.to,
      ...(receivedSince !== null && { receivedSince }),
      ...(products !== undefined && { products }),
      ...of,
    };
  }

  /** The indicators; and, where the pass is about nothing else, what of them was ever seen. */
  async #indicators(): Promise<Pick<LookBack, "indicators" | "observed">> {
    const { events, passes } = this.#parts;
    const { organisationId, isOfIndicators } = this.#pass;
    this.#indicatorsOf ??= await passes.indicators(this.#pass);
    const { index: indicators } = this.#indicatorsOf;
    if (!isOfIndicators) return { indicators };
    const observed = await seenAmong(events.readAs(COUNTER), organisationId, this.#indicatorsOf);
    return { indicators, ...(observed !== undefined && { observed }) };
  }

  /**
   * A rule that names a product applies to events of that product alone. What a source was declared to be can have
   * changed since its events came, so all of those are looked at.
   */
  async #productsOf({ known }: CompiledRules): Promise<LookBack["products"]> {
    const names = new Set<string>();
    for (const { logsource } of known.keys()) {
      if (logsource.product === undefined) return undefined;
      names.add(logsource.product);
    }
    const orSourceIds = await this.#parts.records.read(LOOKER, (tx) =>
      listDeclaredSources(tx, this.#pass.organisationId),
    );
    return { names: [...names], orSourceIds };
  }
}
