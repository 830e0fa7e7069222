// SPDX-License-Identifier: Apache-2.0
/**
 * What literals cost that nearly stand at many places of one text. One that repeats itself, in a text that repeats it
 * too, would be compared for as long as it is at every place: minutes for a text of some megabytes. Who has cost more
 * than a few looks at the whole text is looked for in another way, once.
 */
import { fold } from "../fold.ts";

/** A comparison that ends in vain after so many units is the usual case, and not counted. */
export const FEW_UNITS = 8;
const LOOKS = 4;

export class Costs {
  readonly #spent = new Map<number, number>();
  #folded: string | undefined;

  /** At the end of a text. */
  forget(): void {
    if (this.#spent.size === 0) return;
    this.#spent.clear();
    this.#folded = undefined;
  }

  /** Whether the literal is in this text is decided. */
  isSettled(id: number): boolean {
    return this.#spent.size > 0 && this.#spent.get(id) === Number.POSITIVE_INFINITY;
  }

  /** Of units compared in vain. True where it is time to settle. */
  charge(id: number, units: number, text: string): boolean {
    const spent = (this.#spent.get(id) ?? 0) + units;
    const isTooMuch = spent > LOOKS * text.length;
    this.#spent.set(id, isTooMuch ? Number.POSITIVE_INFINITY : spent);
    return isTooMuch;
  }

  /** By V8's search, which learns from its failures. */
  settle(text: string, literal: string): boolean {
    this.#folded ??= fold(text);
    return this.#folded.includes(literal);
  }
}
