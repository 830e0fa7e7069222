// SPDX-License-Identifier: Apache-2.0
/** From which networks an account signed in before, since the program started. Memory is bounded. */
import { networkOf } from "../../platform/http/rate-limit.ts";

const MAX_PLACES = 20_000;

export class KnownPlaces {
  readonly #places = new Set<string>();

  /** What attempts at the account from this address are counted under. */
  nameOf(account: string, address: string): string {
    const place = `${account} from ${networkOf(address)}`;
    return this.#places.has(place) ? place : account;
  }

  remember(account: string, address: string): void {
    const place = `${account} from ${networkOf(address)}`;
    this.#places.delete(place); // to the end: the first is the one not used for longest
    this.#places.add(place);
    const [oldest] = this.#places.size > MAX_PLACES ? this.#places : [];
    if (oldest !== undefined) this.#places.delete(oldest);
  }
}
