// SPDX-License-Identifier: Apache-2.0
/** A batch to the hub: compressed, under a name of its own, again and again until the hub has it. */
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { FengsuiError, INGEST_ANSWER, PROBLEM } from "@fengsui/contract";

export interface DeliveryOptions {
  readonly to: URL;
  readonly key: string;
  /** Shown to people. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface Delivered {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
}

const compress = promisify<Buffer, Buffer>(gzip);
const FIRST_WAIT_MS = 1000;
const LAST_WAIT_MS = 60_000;
const ANSWER_LIMIT_MS = 120_000;

/** Throws where sending it again cannot help, or when the signal comes. */
export async function deliver(bytes: Buffer, name: string, options: DeliveryOptions): Promise<Delivered> {
  const body = new Uint8Array(await compress(bytes));
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LAST_WAIT_MS)) {
    const outcome = await attempt(body, name, options);
    if ("accepted" in outcome) return outcome;
    options.signal.throwIfAborted();
    const ms = Math.max(outcome.retryAfterMs, waitMs / 2 + (Math.random() * waitMs) / 2);
    options.say(`${outcome.reason}; once more in ${(ms / 1000).toFixed(1)} s`);
    await pause(ms, undefined, { signal: options.signal });
  }
}

interface Later {
  readonly reason: string;
  readonly retryAfterMs: number;
}

async function attempt(
  body: Uint8Array<ArrayBuffer>,
  name: string,
  options: DeliveryOptions,
): Promise<Delivered | Later> {
  let response: Response;
  try {
    response = await fetch(new URL("ingest/v1/events", options.to), {
      method: "POST",
      headers: {
        authorization: `Bearer ${options.key}`,
        "content-type": "text/plain",
        "content-encoding": "gzip",
        "idempotency-key": name,
      },
      body,
      redirect: "error",
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
    });
    if (response.ok) return INGEST_ANSWER.parse(await response.json());
  } catch (error) {
    options.signal.throwIfAborted();
    return { reason: `the hub was not reached (${reasonOf(error)})`, retryAfterMs: 0 };
  }
  return await refusalOf(response, options);
}

async function refusalOf(response: Response, { to, key }: DeliveryOptions): Promise<Later> {
  const { status } = response;
  const problem = PROBLEM.safeParse(await response.json().catch(() => undefined)).data;
  const reason =
    problem === undefined ? `${to.origin} answered ${status}` : `${problem.title} ${problem.detail ?? ""}`;
  if (status === 429 || status >= 500)
    return { reason, retryAfterMs: Number(response.headers.get("retry-after") ?? 0) * 1000 };
  const hint =
    status === 401
      ? `Check the key (it begins with ${key.slice(0, 4)}…), and that the source is on.`
      : problem?.hint;
  throw new FengsuiError("tail.refused", reason, hint === undefined ? {} : { hint });
}

function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : { message: String(error), cause: undefined };
  return cause instanceof Error && cause.message !== "" ? cause.message : message;
}
