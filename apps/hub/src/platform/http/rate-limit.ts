// SPDX-License-Identifier: Apache-2.0
/** How often something may be done: a bucket for each key, that fills again with time. Memory is bounded. */
import { isIPv6 } from "node:net";
import { FengsuiError } from "@fengsui/contract";
import type { Clock } from "../clock.ts";

export interface Rate {
  /** So many at once … */
  readonly burst: number;
  /** … and then one in this time. */
  readonly everyMs: number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

const MAX_KEYS = 20_000;

export class RateLimiter {
  readonly #rate: Rate;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Counts one, or refuses it with the time to wait. */
  take(key: string, { burst, everyMs }: Rate = this.#rate): void {
    const { tokens, at } = this.#requireLeft(key, { burst, everyMs });
    this.#buckets.delete(key); // to the end: the first is the one not used for longest
    this.#buckets.set(key, { tokens: tokens - 1, at });
    const [oldest] = this.#buckets.size > MAX_KEYS ? this.#buckets.keys() : [];
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }

  /** Counts one, or says with what it is refused. */
  refusalOf(key: string): FengsuiError | undefined {
    try {
      this.take(key);
      return undefined;
    } catch (error) {
      if (error instanceof FengsuiError) return error;
      throw error;
    }
  }

  #requireLeft(key: string, { burst, everyMs }: Rate): Bucket {
    const at = this.#clock.now().getTime();
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at };
    // A clock that goes back fills nothing.
    const tokens = Math.min(burst, bucket.tokens + Math.max(0, at - bucket.at) / everyMs);
    if (tokens >= 1) return { tokens, at };
    const seconds = Math.max(1, Math.ceil(((1 - tokens) * everyMs) / 1000));
    throw new FengsuiError("http.too_many", "too many attempts", { retryAfterSeconds: seconds });
  }

  /** Gives one back: what it was taken for turned out well. */
  giveBack(key: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) this.#buckets.set(key, { ...bucket, tokens: bucket.tokens + 1 });
  }
}

/** Who has one address of IPv6 has the 2⁶⁴ around it. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes(".")) return address;
  const [head = "", tail] = address.split("::", 2);
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return `${groups.slice(0, 4).join(":")}::/64`;
}
