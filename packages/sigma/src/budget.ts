// SPDX-License-Identifier: Apache-2.0
/**
 * The work that the rules of one event may cost. A unit is about one character looked at once; for a regular
 * expression of RE2, one character times the steps of its program, which is the most that it can take. Units depend on
 * rule and event alone, never on a clock: what is decided here is decided everywhere.
 *
 * An event whose budget is spent must not hide from the rules that are still to come, so each of them may do a little
 * more: enough to compare usual texts.
 */

/** With all public rules, the dearest of 63 thousand real events costs 11 million. So many take RE2 about a second. */
export const EVENT_BUDGET = 40_000_000;
const LEAST_FOR_A_RULE = 100_000;

/** Thrown where a rule would go beyond: it cannot be decided. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
}

const SPENT = new BudgetSpent("The work that an event may cost is spent.");

export type Spend = (units: number) => void;

export class Budget {
  readonly #perEvent: number;
  /** Of this event. */
  #spent = 0;
  /** Up to which the rule that is tested may go. */
  #limit: number;

  constructor(perEvent: number = EVENT_BUDGET) {
    this.#perEvent = perEvent;
    this.#limit = perEvent;
  }

  get spent(): number {
    return this.#spent;
  }

  beginEvent(): void {
    this.#spent = 0;
    this.#limit = this.#perEvent;
  }

  beginRule(): void {
    this.#limit = Math.max(this.#perEvent, this.#spent + LEAST_FOR_A_RULE);
  }

  /** Before the work is done; what would go beyond is not begun, and costs nothing. */
  readonly spend: Spend = (units) => {
    const spent = this.#spent + units;
    if (spent > this.#limit) throw SPENT;
    this.#spent = spent;
  };
}

/** For who asks of one value alone. */
export const unmetered: Spend = () => undefined;
