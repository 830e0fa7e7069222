// SPDX-License-Identifier: Apache-2.0
/**
 * One search of a person at a time, and few that wait: the store works on two at once, for everybody, and a search may
 * take as long as it is allowed to.
 */
import { FengsuiError } from "@fengsui/contract";
import type { PersonId } from "../../../platform/records/index.ts";
import { Turns } from "../ingest/turns.ts";

interface Line {
  readonly turns: Turns;
  /** With the one under way. */
  count: number;
}

export const MAX_SEARCHES = 20;
const RETRY_SECONDS = 5;

export class PersonTurns {
  readonly #lines = new Map<PersonId, Line>();

  async take<Result>(personId: PersonId, work: () => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(personId) ?? { turns: new Turns(), count: 0 };
    if (line.count >= MAX_SEARCHES)
      throw new FengsuiError("http.too_many", `${line.count} searches of yours wait already`, {
        retryAfterSeconds: RETRY_SECONDS,
      });
    line.count += 1;
    this.#lines.set(personId, line);
    try {
      return await line.turns.take(work);
    } finally {
      line.count -= 1;
      if (line.count === 0) this.#lines.delete(personId);
    }
  }
}
