// SPDX-License-Identifier: Apache-2.0
/**
 * Literals by a gram of theirs: a hash table from a gram to the literals that have it, laid out in typed arrays because
 * it is asked many times an event. Of its grams a literal is filed under the rarest that few others are filed under.
 */
import { FOLD } from "../fold.ts";
import { Costs, FEW_UNITS } from "./costs.ts";
import { GOLDEN } from "./filter.ts";
import { type Literal, textOf } from "./literal.ts";
import type { Sink } from "./scanner-types.ts";

const NONE = -1;
/** How much rarer a gram must be to be worth sharing with one more literal. */
const SHARING_COST = 4;

export class GramIndex {
  /** Units of a gram: 1 to 4. */
  readonly width: number;
  readonly #mask: number;
  readonly #gramAt: Int32Array;
  readonly #firstAt: Int32Array;
  readonly #slotMask: number;
  // One entry for each literal.
  readonly #ids: Int32Array;
  readonly #next: Int32Array;
  /** Units from the literal's start to its gram's last unit. */
  readonly #offsets: Int32Array;
  readonly #starts: Int32Array;
  readonly #units: Uint16Array;
  readonly #costs = new Costs();

  constructor(width: number, literals: readonly Literal[], rarity: Uint32Array) {
    this.width = width;
    this.#mask = width === 4 ? -1 : (1 << (8 * width)) - 1;
    const capacity = 1 << Math.ceil(Math.log2(literals.length * 2 + 2));
    this.#slotMask = capacity - 1;
    this.#gramAt = new Int32Array(capacity);
    this.#firstAt = new Int32Array(capacity).fill(NONE);
    this.#ids = Int32Array.from(literals, ({ id }) => id);
    this.#next = new Int32Array(literals.length).fill(NONE);
    this.#offsets = new Int32Array(literals.length);
    this.#starts = new Int32Array(literals.length + 1);
    this.#units = new Uint16Array(literals.reduce((sum, { text }) => sum + text.length, 0));
    const sharing = new Map<number, number>();
    literals.forEach(({ text }, entry) => {
      this.#copyUnits(text, entry);
      this.#file(entry, this.#chooseGram(text, rarity, sharing));
    });
  }

  /** The grams under which something is filed. */
  grams(): number[] {
    return [...this.#gramAt].filter((_, slot) => this.#firstAt[slot] !== NONE);
  }

  /** Reports the literals that stand in `text` with their gram, the last units of `rolled`, ending at `at`. */
  probe(rolled: number, text: string, at: number, sink: Sink): void {
    const slot = this.#slotOf(rolled & this.#mask);
    for (let entry = this.#firstAt[slot]!; entry !== NONE; entry = this.#next[entry]!) {
      const id = this.#ids[entry]!;
      if (!sink.has(id) && this.#standsAt(entry, text, at - this.#offsets[entry]!)) sink.see(id);
    }
  }

  /** After the last probe of a text. */
  end(): void {
    this.#costs.forget();
  }

  #standsAt(entry: number, text: string, start: number): boolean {
    const from = this.#starts[entry]!;
    const length = this.#starts[entry + 1]! - from;
    if (start < 0 || start + length > text.length) return false;
    if (length > FEW_UNITS && this.#costs.isSettled(this.#ids[entry]!)) return false;
    for (let i = 0; i < length; i++) {
      if (FOLD[text.charCodeAt(start + i)] !== this.#units[from + i])
        return i > FEW_UNITS && this.#isElsewhere(entry, text, i);
    }
    return true;
  }

  /** Where comparisons in vain have cost too much, whether the literal stands anywhere. */
  #isElsewhere(entry: number, text: string, units: number): boolean {
    if (!this.#costs.charge(this.#ids[entry]!, units, text)) return false;
    const literal = this.#units.subarray(this.#starts[entry]!, this.#starts[entry + 1]!);
    return this.#costs.settle(text, textOf(literal));
  }

  #slotOf(gram: number): number {
    let slot = (Math.imul(gram, GOLDEN) >>> 8) & this.#slotMask;
    while (this.#firstAt[slot] !== NONE && this.#gramAt[slot] !== gram) slot = (slot + 1) & this.#slotMask;
    return slot;
  }

  #copyUnits(text: string, entry: number): void {
    const start = this.#starts[entry]!;
    for (let i = 0; i < text.length; i++) this.#units[start + i] = text.charCodeAt(i);
    this.#starts[entry + 1] = start + text.length;
  }

  #file(entry: number, { gram, end }: { readonly gram: number; readonly end: number }): void {
    const slot = this.#slotOf(gram);
    this.#offsets[entry] = end;
    this.#next[entry] = this.#firstAt[slot]!;
    this.#gramAt[slot] = gram;
    this.#firstAt[slot] = entry;
  }

  #chooseGram(
    text: string,
    rarity: Uint32Array,
    sharing: Map<number, number>,
  ): { gram: number; end: number } {
    let best = { gram: 0, end: 0, cost: Number.POSITIVE_INFINITY };
    let rolled = 0;
    for (let end = 0; end < text.length; end++) {
      rolled = (rolled << 8) ^ text.charCodeAt(end);
      if (end < this.width - 1) continue;
      const gram = rolled & this.#mask;
      const cost = this.#rarityOf(rolled, rarity) * (1 + SHARING_COST * (sharing.get(gram) ?? 0));
      if (cost < best.cost) best = { gram, end, cost };
    }
    sharing.set(best.gram, (sharing.get(best.gram) ?? 0) + 1);
    return best;
  }

  /** How often a gram is met, if its pairs are independent of each other. */
  #rarityOf(rolled: number, rarity: Uint32Array): number {
    const last = rarity[rolled & 0xffff]!;
    return this.width < 4 ? last : last * rarity[(rolled >>> 16) & 0xffff]!;
  }
}
