// SPDX-License-Identifier: Apache-2.0
/** The only source of time. Whoever decides by the time is given a clock, so that a test can give another. */

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
