// SPDX-License-Identifier: Apache-2.0
/**
 * HalfSipHash-1-3 (Aumasson and Bernstein; the variant that Linux uses for its hash tables), over texts and words:
 * who does not know the key cannot choose values that meet in one place. It is not a MAC; each hit is compared with
 * the value itself.
 */

const MARK_WIDE = 0x8000_0000 | 0;
const DOT = 0x2e;
const DOTS = 0x2e2e_2e2e;
const LOWEST_BITS = 0x0101_0101;
const HIGHEST_BITS = 0x8080_8080 | 0;

export class KeyedHash {
  /** The result of `finish`: two signed 32-bit words. */
  tag = 0;
  rest = 0;
  readonly #key0: number;
  readonly #key1: number;
  #v0 = 0;
  #v1 = 0;
  #v2 = 0;
  #v3 = 0;

  /** `key`: 8 bytes that nobody else knows. */
  constructor(key: Uint8Array) {
    const view = new DataView(key.buffer, key.byteOffset, 8);
    this.#key0 = view.getInt32(0, true);
    this.#key1 = view.getInt32(4, true);
  }

  begin(): void {
    this.#v0 = this.#key0;
    this.#v1 = this.#key1;
    this.#v2 = 0x6c796765 ^ this.#key0;
    this.#v3 = 0x74656462 ^ this.#key1;
  }

  /** The text from `start` to `end`, and where it ends: "ab" then "c" is not "a" then "bc". */
  text(text: string, start: number, end: number): void {
    let v0 = this.#v0;
    let v1 = this.#v1;
    let v2 = this.#v2;
    let v3 = this.#v3;
    let seen = 0;
    for (let at = start; at <= end; at += 4) {
      let word = 0;
      if (at + 4 <= end) {
        const one = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8);
        const two = text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 8);
        seen |=
          text.charCodeAt(at) | text.charCodeAt(at + 1) | text.charCodeAt(at + 2) | text.charCodeAt(at + 3);
        word = one | (two << 16);
      } else {
        word = ((end - start) & 0x7f) << 24;
        for (let next = at; next < end; next++) {
          word |= text.charCodeAt(next) << (8 * (next - at));
          seen |= text.charCodeAt(next);
        }
      }
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    if (seen > 0xff) {
      this.#wide(text, start, end);
      return;
    }
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }

  /**
   * The label of a name that ends there, read from its end; where the one before it ends, or -1. The dot is looked for
   * four characters at a time, as they are read: to look for it first and then to read costs as much as the hash.
   */
  label(name: string, end: number): number {
    let v0 = this.#v0;
    let v1 = this.#v1;
    let v2 = this.#v2;
    let v3 = this.#v3;
    let seen = 0;
    let word = 0;
    let at = end;
    for (let isLast = false; !isLast; ) {
      const from = at;
      if (at >= 4) {
        const [one, two] = [name.charCodeAt(at - 1), name.charCodeAt(at - 2)];
        const [three, four] = [name.charCodeAt(at - 3), name.charCodeAt(at - 4)];
        word = one | (two << 8) | (three << 16) | (four << 24);
        const other = word ^ DOTS;
        // A byte of `other` that is zero is a dot.
        if (((other - LOWEST_BITS) & ~other & HIGHEST_BITS) === 0) {
          seen |= one | two | three | four;
          at -= 4;
        }
      }
      if (at === from) {
        isLast = true;
        word = 0;
        for (let shift = 0; at > 0 && name.charCodeAt(at - 1) !== DOT; shift += 8) {
          seen |= name.charCodeAt(at - 1);
          word |= name.charCodeAt(at - 1) << shift;
          at--;
        }
        word |= ((end - at) & 0x7f) << 24;
      }
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    if (seen > 0xff) {
      const dot = name.lastIndexOf(".", end - 1);
      this.#wide(name, dot + 1, end);
      return dot;
    }
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
    return at - 1;
  }

  /** A text with a character beyond Latin-1: two characters a word. */
  #wide(text: string, start: number, end: number): void {
    let at = start;
    for (; at + 2 <= end; at += 2) this.word(text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16));
    if (at < end) this.word(text.charCodeAt(at));
    this.word(MARK_WIDE | (end - start));
  }

  word(word: number): void {
    this.#v3 ^= word;
    this.#round();
    this.#v0 ^= word;
  }

  /** Into `tag` and `rest`. What was taken in so far stays, and more may follow. `kind` keeps apart what is alike. */
  finish(kind: number): void {
    const v0 = this.#v0;
    const v1 = this.#v1;
    const v2 = this.#v2;
    const v3 = this.#v3;
    this.word(kind);
    this.#v2 ^= 0xee;
    for (let round = 0; round < 3; round++) this.#round();
    this.tag = this.#v1 ^ this.#v3;
    this.rest = this.#v0 ^ this.#v2;
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }

  #round(): void {
    let v0 = (this.#v0 + this.#v1) | 0;
    let v1 = ((this.#v1 << 5) | (this.#v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    let v2 = (this.#v2 + this.#v3) | 0;
    let v3 = ((this.#v3 << 8) | (this.#v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }
}
