// SPDX-License-Identifier: Apache-2.0
/**
 * One at a time, in the order in which they came. Batches that are worked on in turns of each other are all done late
 * and at once; one after the other, the first is stored while the second is read.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
