// SPDX-License-Identifier: Apache-2.0
/** How far a long copy is, for who waits: a line now and then. */

export type Report = (line: string) => void;

const EVERY_MS = 2_000;

export class Progress {
  readonly #report: Report;
  #rows = 0;
  #saidAt = performance.now();

  constructor(report: Report) {
    this.#report = report;
  }

  /** `total` is about how many there will be. */
  add(what: string, rows: number, total?: number): void {
    this.#rows += rows;
    if (performance.now() - this.#saidAt < EVERY_MS) return;
    this.#saidAt = performance.now();
    const of = total === undefined ? "" : ` of about ${count(total)}`;
    this.#report(`  ${what}: ${count(this.#rows)}${of} rows`);
  }
}

export function count(value: number): string {
  return value.toLocaleString("en");
}
