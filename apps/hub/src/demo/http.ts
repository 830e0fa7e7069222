// SPDX-License-Identifier: Apache-2.0
/** The hub as anybody else reaches it: over HTTP, with a session's cookie or a source's key. */
import { setTimeout as sleep } from "node:timers/promises";
import { createHubClient, type HubClient } from "@fengsui/client";
import type { LogLine } from "./logs/line.ts";

/** A client that keeps the cookie of its session, as a browser does. */
export function clientOf(address: URL): HubClient {
  let cookie = "";
  const keep: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await fetch(input, { ...init, headers });
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) cookie = given.split(";", 1)[0] ?? "";
    return response;
  };
  return createHubClient({ address: address.origin, fetch: keep });
}

export interface Delivery {
  readonly ingestKey: string;
  /** The same words for the same lines: sent again, they change nothing. */
  readonly name: string;
  readonly lines: readonly LogLine[];
}

const TRIES = 20;
const BETWEEN_TRIES_MS = 500;

/** As a shipper does: what the hub has no room for now is sent again. */
export async function deliver(
  address: URL,
  { ingestKey, name, lines }: Delivery,
  signal: AbortSignal,
): Promise<void> {
  if (lines.length === 0) return;
  const body = lines.map(({ text }) => text).join("\n");
  for (let tried = 1; ; tried++) {
    const response = await fetch(new URL("/ingest/v1/events", address), {
      method: "POST",
      headers: { authorization: `Bearer ${ingestKey}`, "idempotency-key": name },
      body,
      signal,
    });
    if (response.ok) return void (await response.arrayBuffer());
    const isLater = response.status === 429 || response.status === 503 || response.status === 507;
    if (!isLater || tried === TRIES)
      throw new Error(`the hub answers ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
    await sleep(BETWEEN_TRIES_MS, undefined, { signal });
  }
}
