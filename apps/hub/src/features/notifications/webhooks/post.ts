// SPDX-License-Identifier: Apache-2.0
/** One call of a webhook. It follows nothing, reads nothing of the answer but its status, and waits no longer than it says. */

import type { OutgoingHttpHeaders } from "node:http";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { DELIVERY_REASONS } from "@fengsui/contract";
import { OutOfReach, type Reach } from "../../../platform/reach/index.ts";
import type { Outcome } from "../deliveries/attempt.ts";

export interface Call {
  readonly url: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string;
}

const PATIENCE_MS = 10_000;
const GONE = 410;

export async function post(reach: Reach, { url: text, headers, body }: Call): Promise<Outcome> {
  const url = new URL(text);
  const refusal = reach.refusal(url);
  if (refusal !== undefined) return { kind: "failed", reason: refusal, isTargetDown: true };
  try {
    return outcomeOf(await statusOf(reach, url, headers, body));
  } catch (error) {
    return { kind: "failed", reason: reasonOf(error), isTargetDown: true };
  }
}

async function statusOf(reach: Reach, url: URL, headers: OutgoingHttpHeaders, body: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    // Not kept open, so that each call looks at the address anew.
    agent: false,
    lookup: reach.lookup(url),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  request.on("response", (response) => {
    response.on("error", () => undefined); // nothing is read of it
    resolve(response.statusCode ?? 0);
    response.destroy();
  });
  request.on("error", reject);
  request.end(body);
  return await promise;
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300)
    return { kind: "sent", reason: `${DELIVERY_REASONS.receiverAnswered} ${status}` };
  if (status === GONE)
    return {
      kind: "failed",
      reason: DELIVERY_REASONS.receiverGone,
      isFinal: true,
      isGone: true,
    };
  const what = status >= 300 && status < 400 ? `${status}, a redirect, which is not followed` : `${status}`;
  return { kind: "failed", reason: `${DELIVERY_REASONS.receiverAnswered} ${what}`, isTargetDown: true };
}

function reasonOf(error: unknown): string {
  if (error instanceof OutOfReach) return error.message;
  if (!(error instanceof Error)) return "it could not be called";
  if (error.name === "AbortError" || error.name === "TimeoutError")
    return `${DELIVERY_REASONS.receiverSilent} ${PATIENCE_MS / 1000} seconds`;
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return `${DELIVERY_REASONS.receiverUnreachable}: ${WORDS[code] ?? code}`;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up now",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "it broke the connection",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody who is trusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate cannot be verified",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};
