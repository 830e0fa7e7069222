// SPDX-License-Identifier: Apache-2.0
/** Tells by a key in whose name a program asks, and how much of what they may it leaves. */
import { FengsuiError, KEY_SCOPES, type KeyScope, LANGUAGES } from "@fengsui/contract";
import { z } from "zod";
import type { Clock } from "../../../platform/clock.ts";
import { type KeyAsked, type KeyHolder, type KeyUse, RateLimiter } from "../../../platform/http/index.ts";
import { networkOf } from "../../../platform/http/rate-limit.ts";
import { parseId } from "../../../platform/ids.ts";
import {
  type OrganisationId,
  type ReadTx,
  type Records,
  systemPrincipal,
  unaudited,
} from "../../../platform/records/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { rolesOf } from "../records.ts";
import { readKey, type WrittenKey } from "./format.ts";
import * as store from "./records.ts";

const LOOK_UP = systemPrincipal("api_key");
/**
 * Nobody guesses 256 bits: this keeps the log short. What fails is counted, and nothing else refused: whoever tries keeps
 * out no program of the same network.
 */
const GUESSES = { burst: 30, everyMs: 10_000 };
/** How exactly the last use is kept: not each request is a write. */
const TOUCH_MS = 60_000;
const MINUTE_MS = 60_000;

const SCOPES = z.array(z.string()).transform((all) => KEY_SCOPES.filter((scope) => all.includes(scope)));
const LANGUAGE = z.enum(LANGUAGES);

type Found = NonNullable<Awaited<ReturnType<typeof store.findByHash>>>;

export interface KeyBearerParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class KeyBearer {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #guesses: RateLimiter;
  readonly #requests: RateLimiter;

  constructor({ records, clock, logger }: KeyBearerParts) {
    this.#records = records;
    this.#clock = clock;
    this.#logger = logger.child({ part: "access" });
    this.#guesses = new RateLimiter(GUESSES, clock);
    this.#requests = new RateLimiter({ burst: 1, everyMs: MINUTE_MS }, clock);
  }

  /** Undefined alike for what is no key, is unknown, has expired or was revoked. */
  async find(text: string, { wanted, address, use }: KeyAsked): Promise<KeyHolder | undefined> {
    const written = readKey(text);
    const found = written && (await this.#records.read(LOOK_UP, (tx) => this.#look(tx, written, wanted)));
    // A key that was good once is no guess: a program that was forgotten is told so for as long as it asks.
    if (found === undefined) {
      this.#guesses.take(networkOf(address));
      this.#logger.warn({ client: address }, "a key was refused");
    }
    if (found?.holder === undefined) return undefined;
    const { row, holder } = found;
    if (use === "look") return holder;
    const perMinute = row.rate_per_minute;
    this.#requests.take(row.id, { burst: perMinute, everyMs: MINUTE_MS / perMinute });
    await this.#touch(row, address);
    return holder;
  }

  async #look(tx: ReadTx, { id, hash }: WrittenKey, wanted: KeyUse) {
    const row = await store.findByHash(tx, hash);
    if (row === undefined || row.id !== id) return undefined;
    return { row, holder: row.holds ? await holderOf(tx, row, wanted) : undefined };
  }

  async #touch({ id, last_used_at }: Found, address: string): Promise<void> {
    const now = this.#clock.now();
    if (last_used_at !== null && now.getTime() - last_used_at.getTime() < TOUCH_MS) return;
    await this.#records.transaction(LOOK_UP, (tx) =>
      unaudited(tx, "the time of the last request is no act of its own", (write) =>
        store.touchKey(write, id, { now, address }),
      ),
    );
  }
}

async function holderOf(tx: ReadTx, row: Found, wanted: KeyUse): Promise<KeyHolder> {
  const scopes = SCOPES.parse(row.scopes);
  const { organisations, hubRoles } = await rolesOf(tx, row.personId);
  const limits = await store.limitsOf(tx, row.id);
  const isOpen = (id: OrganisationId) =>
    (row.organisation_ids?.includes(id) ?? true) && isLeft(limits.get(id), wanted);
  const reached = organisations.filter(({ id }) => isOpen(id));
  const usesHubRoles = scopes.includes("hub:roles");
  const key = {
    id: row.id,
    organisationIds: reached.map(({ id }) => id),
    seesNamed: scopes.includes("named:read") && isLeftEverywhere(limits, "named:read"),
    usesHubRoles,
  };
  const sessionId = parseId<"session">(row.id);
  if (sessionId === undefined) throw new FengsuiError("internal.error", "the id of a key is no UUID");
  return {
    scopes,
    signedIn: {
      sessionId,
      // Nobody is there who could prove it.
      provedAt: new Date(0),
      person: {
        id: row.personId,
        name: row.name,
        email: row.email,
        language: LANGUAGE.parse(row.language),
        key,
      },
      organisations: reached,
      hubRoles: usesHubRoles ? hubRoles : [],
    },
  };
}

/** Where administrators took the scope of the route, the request does not reach their organisation at all. */
function isLeft(left: readonly string[] | undefined, wanted: KeyUse): boolean {
  return left === undefined || (wanted === "any" ? left.length > 0 : left.includes(wanted));
}

/** What is named to a person is of no organisation's side: one that took it from the key has taken it. */
function isLeftEverywhere(limits: ReadonlyMap<OrganisationId, readonly string[]>, scope: KeyScope): boolean {
  return [...limits.values()].every((left) => left.includes(scope));
}
