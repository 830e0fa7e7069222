// SPDX-License-Identifier: Apache-2.0
/**
 * One event as the fields that a table's rules ask for. Fields are numbered slots; a tree of keys says which key of
 * the event fills which slot, so an event is walked once and keys that no rule asks for cost one look-up. Nothing is
 * cleared between events: what is older than the current generation does not count.
 */
import type { Budget, Spend } from "../budget.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../event/event.ts";
import { type Scalar, textOf, visitScalars } from "../event/values.ts";
import { fold } from "../fold.ts";
import type { FieldSlots, KeyNode, Target } from "../plan/field-slots.ts";
import type { TextCheck } from "./glob.ts";

/** What to do with each value as it is met; `scalar` is undefined for an object, which is a value without a text. */
export type OnValue = (slot: number, scalar: Scalar | undefined, isFirst: boolean) => void;

/** What it costs beyond a look at each character, it spends itself. */
export type ScalarCheck = (scalar: Scalar, spend: Spend) => boolean;

function unitsOf(scalar: Scalar): number {
  return typeof scalar === "string" ? 1 + scalar.length : 1;
}

export class EventRecord {
  readonly #slots: FieldSlots;
  readonly #onValue: OnValue;
  #generation = 0;
  readonly #present: Uint32Array;
  readonly #notNull: Uint32Array;
  readonly #valued: Uint32Array;
  readonly #first: Scalar[];
  readonly #rest: Scalar[][];
  readonly #folded: (string | undefined)[];

  readonly #spend: Spend;

  constructor(slots: FieldSlots, onValue: OnValue, { spend }: Pick<Budget, "spend">) {
    this.#spend = spend;
    this.#slots = slots;
    this.#onValue = onValue;
    this.#present = new Uint32Array(slots.count);
    this.#notNull = new Uint32Array(slots.count);
    this.#valued = new Uint32Array(slots.count);
    this.#first = new Array<Scalar>(slots.count).fill("");
    this.#rest = Array.from({ length: slots.count }, () => []);
    this.#folded = new Array<string | undefined>(slots.count).fill(undefined);
  }

  /** Takes the place of the event before. Generations are told apart up to 2^32 events; then all is cleared once. */
  load(record: JsonObject): void {
    this.#generation++;
    if (this.#generation > 0xffffffff) {
      this.#generation = 1;
      for (const stamps of [this.#present, this.#notNull, this.#valued]) stamps.fill(0);
    }
    this.#walk(record, this.#slots.root);
  }

  isPresent(slot: number): boolean {
    return this.#present[slot] === this.#generation;
  }

  isNotNull(slot: number): boolean {
    return this.#notNull[slot] === this.#generation;
  }

  scalars(slot: number): readonly Scalar[] {
    if (this.#valued[slot] !== this.#generation) return [];
    return [this.#first[slot]!, ...this.#rest[slot]!];
  }

  /** True if `check` holds for any scalar of the field. */
  someScalar(slot: number, check: ScalarCheck): boolean {
    if (this.#valued[slot] !== this.#generation) return false;
    if (this.#passes(this.#first[slot]!, check)) return true;
    for (const scalar of this.#rest[slot]!) if (this.#passes(scalar, check)) return true;
    return false;
  }

  #passes(scalar: Scalar, check: ScalarCheck): boolean {
    this.#spend(unitsOf(scalar));
    return check(scalar, this.#spend);
  }

  /** True if `check` holds for the folded text of any scalar of the field. */
  someFolded(slot: number, { test, weight }: TextCheck): boolean {
    if (this.#valued[slot] !== this.#generation) return false;
    let text = this.#folded[slot];
    if (text === undefined) {
      text = fold(textOf(this.#first[slot]!));
      this.#folded[slot] = text;
    }
    // A look at the start or the end of one text is next to nothing; most tests are no more.
    if (weight > 0) this.#spend(text.length * weight);
    if (test(text)) return true;
    for (const scalar of this.#rest[slot]!) {
      this.#spend(1 + unitsOf(scalar) * weight);
      if (test(fold(textOf(scalar)))) return true;
    }
    return false;
  }

  /** True if `check` holds for any scalar of the event, wherever it stands. */
  someValue(event: JsonObject, check: ScalarCheck): boolean {
    let isFound = false;
    visitScalars(event, (scalar) => {
      isFound ||= this.#passes(scalar, check);
    });
    return isFound;
  }

  #walk(object: JsonObject, node: KeyNode): void {
    for (const key in object) {
      const child = node.children.get(key);
      if (child !== undefined) this.#fill(object[key]!, child);
      if (node.any !== undefined) this.#fill(object[key]!, node.any);
    }
  }

  #fill(value: JsonValue, node: KeyNode): void {
    if (typeof value !== "object") {
      for (const target of node.targets) this.#add(target, value);
    } else if (value === null) {
      for (const { slot } of node.targets) this.#present[slot] = this.#generation;
    } else if (isJsonObject(value)) {
      for (const { slot } of node.targets) this.#onValue(slot, undefined, this.#mark(slot));
      if (node.children.size > 0 || node.any !== undefined) this.#walk(value, node);
    } else {
      this.#fillMembers(value, node);
    }
  }

  /** A list is each of its members; lists in lists need no recursion, for they may be deep. */
  #fillMembers(list: readonly JsonValue[], node: KeyNode): void {
    for (const { slot } of node.targets) this.#present[slot] = this.#generation;
    const open: JsonValue[] = list.toReversed();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (Array.isArray(next)) for (let i = next.length - 1; i >= 0; i--) open.push(next[i]);
      else this.#fill(next, node);
    }
  }

  /** Notes that the slot holds something other than null, and says whether this is the first. */
  #mark(slot: number): boolean {
    this.#present[slot] = this.#generation;
    if (this.#notNull[slot] === this.#generation) return false;
    this.#notNull[slot] = this.#generation;
    return true;
  }

  #add({ slot, translate }: Target, value: Scalar): void {
    const isFirst = this.#mark(slot);
    const scalar = translate?.get(String(value)) ?? value;
    if (this.#valued[slot] === this.#generation) {
      this.#rest[slot]!.push(scalar);
    } else {
      this.#valued[slot] = this.#generation;
      this.#first[slot] = scalar;
      this.#folded[slot] = undefined;
      if (this.#rest[slot]!.length > 0) this.#rest[slot]!.length = 0;
    }
    this.#onValue(slot, scalar, isFirst);
  }
}
