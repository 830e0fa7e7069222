// SPDX-License-Identifier: Apache-2.0
/** What every format has: it is pushed the input piece by piece, and adds what it finds to a `Collector`. */
export interface Reader {
  push(piece: Buffer): void;
  /** More may be long in coming: what only waits for it is to be let go. */
  settle?(): void;
  /** `isDamaged`: the input was cut off, so what is unfinished is not worth a problem of its own. */
  end(isDamaged: boolean): void;
}
