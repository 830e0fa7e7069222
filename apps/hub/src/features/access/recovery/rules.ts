// SPDX-License-Identifier: Apache-2.0
/** Pure decisions about forgotten passwords. */

const MINUTE_MS = 60_000;
export const PASSWORD_LINK_MS = 60 * MINUTE_MS;
/** In the time that a link holds. More are not sent, so that nobody's mailbox is filled; those that were sent hold. */
export const MAX_MAILED_LINKS = 3;

/** After so many failures a letter is given up. */
const RETRY_MINUTES = [1, 5, 15, 60, 180];

export function letterRetryAt(tries: number, now: Date): Date | undefined {
  const minutes = RETRY_MINUTES[tries - 1];
  return minutes === undefined ? undefined : new Date(now.getTime() + minutes * MINUTE_MS);
}
