// SPDX-License-Identifier: Apache-2.0
/** Which of millions of indicators an observable meets. */

import { hashNetwork, hashText, hashValue } from "./hash-of.ts";
import { codeOf, keyOf, kindOf, NETWORK, networkOf, WITH_SUBDOMAINS } from "./keys.ts";
import type { Indicator, Observable } from "./kinds.ts";
import { maskedWord, NetworkLengths } from "./networks.ts";
import { wordsOf } from "./normalise/address.ts";
import { nameOfAccount, nameOfPath } from "./normalise/words.ts";
import { NONE, RecordStore } from "./records/record-store.ts";
import { KeyedHash } from "./table/keyed-hash.ts";
import { Table, tagOf } from "./table/table.ts";

/** Whoever adds one looks at all of its value. */
export const MAX_OF_ONE_VALUE = 5000;
const NOTHING: readonly Indicator[] = Object.freeze([]);
const LAST_SECOND = 2 ** 32 - 1;

/** What an index is made of, as `snapshot` writes it. */
export interface IndexParts {
  readonly secret: Uint8Array;
  readonly table: Table;
  readonly records: RecordStore;
}

export class IndicatorIndex {
  readonly #parts: IndexParts;
  readonly #hash: KeyedHash;
  readonly #table: Table;
  readonly #records: RecordStore;
  readonly #v4 = new NetworkLengths(32);
  readonly #v6 = new NetworkLengths(128);
  #count = 0;
  #withSubdomains = 0;
  #sweep: Generator<number> | undefined;

  /** A new one has a secret of its own, from which the places of its values follow. */
  constructor(parts: IndexParts = newParts()) {
    this.#parts = parts;
    this.#hash = new KeyedHash(parts.secret);
    this.#table = parts.table;
    this.#records = parts.records;
    parts.records.visit((record) => this.#tally(record, 1));
  }

  /** How many indicators there are, expired ones that were not swept yet included. */
  get size(): number {
    return this.#count;
  }

  get parts(): IndexParts {
    return this.#parts;
  }

  /** Of all that is kept beyond the records. */
  get tableBytes(): number {
    return this.#table.byteLength;
  }

  /**
   * Values must be in normal form. One that is there already (kind, value, reference) gets the new end.
   *
   * @throws {RangeError} where value or reference is longer than 65,535 bytes, or one value has too many indicators.
   */
  add(indicator: Indicator): void {
    const key = keyOf(indicator);
    const { value, reference } = indicator;
    const until = untilOf(indicator);
    const slot = this.#slotOf(key, value);
    const part = this.#table.partOf(this.#hash);
    const head = slot < 0 ? NONE : part.recordAt(slot);
    const same = this.#findInChain(head, reference);
    if (same !== NONE) {
      this.#records.setUntil(same, until);
      return;
    }
    this.#requireRoom(head);
    const record = this.#records.add({ key, value, reference, until, next: head });
    if (slot < 0) this.#table.add(this.#hash, record);
    else part.setRecordAt(slot, record);
    this.#tally(record, 1);
  }

  /** False where there is none of this kind, value and reference. */
  remove(indicator: Omit<Indicator, "expiresAt">): boolean {
    const slot = this.#slotOf(keyOf(indicator), indicator.value);
    if (slot < 0) return false;
    const head = this.#table.partOf(this.#hash).recordAt(slot);
    const record = this.#findInChain(head, indicator.reference);
    if (record === NONE) return false;
    this.#unlink(slot, head, record);
    return true;
  }

  /**
   * All indicators that the observable meets at the time (epoch milliseconds): its own value, the domains above it,
   * the networks around it, the name alone of a file or of an account of a domain. Each was compared with the value itself.
   */
  find(observable: Observable, at: number): readonly Indicator[] {
    switch (observable.kind) {
      case "domain-name":
        return this.#findDomain(observable.value, at);
      case "ipv4-addr":
        return this.#findAddress(observable, this.#v4.used, at);
      case "ipv6-addr":
        return this.#findAddress(observable, this.#v6.used, at);
      case "file-path":
        return this.#findNamed(observable, nameOfPath(observable.value), at);
      case "account":
        return this.#findNamed(observable, nameOfAccount(observable.value), at);
      default:
        return this.#findKey(codeOf(observable.kind), observable.value, at, NOTHING);
    }
  }

  /**
   * Removes what has expired, looking at `budget` indicators at most; the next call goes on where this one ended.
   * `isDone` when it has been through all.
   */
  expire(
    at: number,
    budget = Number.POSITIVE_INFINITY,
  ): { readonly removed: number; readonly isDone: boolean } {
    this.#sweep ??= this.#records.records();
    let removed = 0;
    for (let looked = 0; looked < budget; looked++) {
      const { value: record, done } = this.#sweep.next();
      if (done === true) {
        this.#sweep = undefined;
        return { removed, isDone: true };
      }
      if (!isOver(this.#records.until(record), at)) continue;
      this.#removeRecord(record);
      removed++;
    }
    return { removed, isDone: false };
  }

  #findDomain(name: string, at: number): readonly Indicator[] {
    const code = codeOf("domain-name");
    let found = NOTHING;
    this.#hash.begin();
    for (let end = name.length; end > 0; ) {
      const dot = this.#hash.label(name, end);
      if (this.#withSubdomains > 0) {
        this.#hash.finish(code + WITH_SUBDOMAINS);
        found = this.#findHashed(code + WITH_SUBDOMAINS, name, dot + 1, at, found);
      }
      end = dot;
    }
    this.#hash.finish(code);
    return this.#findHashed(code, name, 0, at, found);
  }

  #findAddress(address: Observable, lengths: readonly number[], at: number): readonly Indicator[] {
    const code = codeOf(address.kind);
    const found = this.#findKey(code, address.value, at, NOTHING);
    if (lengths.length === 0) return found;
    const words = wordsOf(address);
    return lengths.reduce((all, length) => {
      hashNetwork(this.#hash, words, length, code + NETWORK);
      const accept = (record: number) => this.#isNetwork(record, code + NETWORK, words, length);
      return this.#collect(this.#table.find(this.#hash, accept), at, all);
    }, found);
  }

  /** Itself, and its last part. */
  #findNamed({ kind, value }: Observable, name: string | undefined, at: number): readonly Indicator[] {
    const code = codeOf(kind);
    const found = this.#findKey(code, value, at, NOTHING);
    return name === undefined ? found : this.#findKey(code, name, at, found);
  }

  #findKey(key: number, value: string, at: number, found: readonly Indicator[]): readonly Indicator[] {
    hashText(this.#hash, key, value);
    return this.#findHashed(key, value, 0, at, found);
  }

  #findHashed(key: number, text: string, start: number, at: number, found: readonly Indicator[]) {
    if (!this.#table.mayHold(this.#hash)) return found;
    const part = this.#table.partOf(this.#hash);
    let slot = part.find(tagOf(this.#hash));
    if (slot < 0) return found;
    const value = start === 0 ? text : text.slice(start);
    while (slot >= 0 && !this.#records.isOf(part.recordAt(slot), key, value)) slot = part.next(slot);
    return this.#collect(slot, at, found);
  }

  #collect(slot: number, at: number, found: readonly Indicator[]): readonly Indicator[] {
    if (slot < 0) return found;
    const all = [...found];
    let record = this.#table.partOf(this.#hash).recordAt(slot);
    for (; record !== NONE; record = this.#records.next(record))
      if (!isOver(this.#records.until(record), at)) all.push(this.#read(record));
    return all;
  }

  #read(record: number): Indicator {
    const key = this.#records.key(record);
    const until = this.#records.until(record);
    return {
      kind: kindOf(key),
      value: this.#records.value(record),
      reference: this.#records.reference(record),
      ...((key & WITH_SUBDOMAINS) !== 0 && { withSubdomains: true }),
      ...(until !== 0 && { expiresAt: until * 1000 }),
    };
  }

  /** Leaves the hash of the key and value behind. */
  #slotOf(key: number, value: string): number {
    hashValue(this.#hash, key, value);
    return this.#table.find(this.#hash, (record) => this.#records.isOf(record, key, value));
  }

  #isNetwork(record: number, key: number, words: readonly number[], length: number): boolean {
    if (this.#records.key(record) !== key) return false;
    const network = networkOf(this.#records.value(record));
    if (network.length !== length) return false;
    const own = wordsOf({ kind: kindOf(key), value: network.address });
    return own.every(
      (word, index) =>
        maskedWord(word, length - 32 * index) === maskedWord(words[index] ?? 0, length - 32 * index),
    );
  }

  #findInChain(head: number, reference: string): number {
    let record = head;
    while (record !== NONE && !this.#records.isReferredToBy(record, reference))
      record = this.#records.next(record);
    return record;
  }

  #requireRoom(head: number): void {
    let length = 0;
    for (let record = head; record !== NONE; record = this.#records.next(record)) length++;
    if (length >= MAX_OF_ONE_VALUE)
      throw new RangeError(`One value has ${MAX_OF_ONE_VALUE} indicators; more are not taken.`);
  }

  #removeRecord(record: number): void {
    const slot = this.#slotOf(this.#records.key(record), this.#records.value(record));
    if (slot >= 0) this.#unlink(slot, this.#table.partOf(this.#hash).recordAt(slot), record);
  }

  #unlink(slot: number, head: number, record: number): void {
    const part = this.#table.partOf(this.#hash);
    const next = this.#records.next(record);
    if (head !== record) {
      let before = head;
      while (this.#records.next(before) !== record) before = this.#records.next(before);
      this.#records.setNext(before, next);
    } else if (next === NONE) part.removeAt(slot);
    else part.setRecordAt(slot, next);
    this.#tally(record, -1);
    this.#records.remove(record);
  }

  #tally(record: number, by: 1 | -1): void {
    const key = this.#records.key(record);
    this.#count += by;
    if ((key & WITH_SUBDOMAINS) !== 0) this.#withSubdomains += by;
    if ((key & NETWORK) === 0) return;
    const lengths = kindOf(key) === "ipv4-addr" ? this.#v4 : this.#v6;
    const { length } = networkOf(this.#records.value(record));
    if (by > 0) lengths.add(length);
    else lengths.remove(length);
  }
}

function newParts(): IndexParts {
  const secret = crypto.getRandomValues(new Uint8Array(8));
  return { secret, table: new Table(), records: new RecordStore() };
}

/** Up to the next second: nothing ends before its time. One that ended with 1970 has the earliest end there is. */
function untilOf({ expiresAt }: Indicator): number {
  if (expiresAt === undefined) return 0;
  return Math.min(LAST_SECOND, Math.max(1, Math.ceil(expiresAt / 1000)));
}

function isOver(until: number, at: number): boolean {
  return until !== 0 && until * 1000 <= at;
}
