// SPDX-License-Identifier: Apache-2.0
/** One request to the hub: its address, its token against forged requests, its answer checked against a schema. */
import type { ErrorCode } from "@fengsui/contract";
import type { z } from "zod";
import { HubProblem, problemOf } from "./hub-problem.ts";

export interface HubClientOptions {
  /** Where the hub is; empty for the page's own origin. */
  readonly address?: string;
  readonly fetch?: typeof fetch;
  /** For programs: a session's cookie, or what else has to come along. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Asked where the hub wants a fresh proof that the person is there: gives it (`proof.give`), and answers whether
   * it was given. The request is then sent again.
   */
  readonly onProofNeeded?: () => Promise<boolean>;
}

export type QueryValue = string | number | boolean | readonly string[] | undefined;

export interface Call<Schema extends z.ZodType> {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  /** Instead of a body in JSON. */
  readonly file?: Blob | Uint8Array<ArrayBuffer> | string;
  readonly answer: Schema;
  readonly signal?: AbortSignal | undefined;
}

export function queryText(query: Readonly<Record<string, QueryValue>>): string {
  const pairs = Object.entries(query).flatMap(([key, value]): [string, string][] => {
    if (value === undefined || value === "") return [];
    if (typeof value === "object") return value.map((one) => [key, one]);
    return [[key, String(value)]];
  });
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

const PROOF_NEEDED: ErrorCode = "access.step_up_required";

export class Transport {
  /** Comes with the session. */
  csrfToken: string | undefined;
  readonly #options: HubClientOptions;

  constructor(options: HubClientOptions) {
    this.#options = options;
  }

  async call<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.infer<Schema>> {
    const response = await this.#sendProved(call);
    const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
    const parsed = call.answer.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new HubProblem("not_understood", `${call.path}: ${parsed.error.issues[0]?.path.join(".") ?? ""}`, {
      status: response.status,
      cause: parsed.error,
    });
  }

  /** What is no JSON, as text. */
  async text(path: string, signal?: AbortSignal): Promise<string> {
    const response = await this.#send({ path, signal });
    if (!response.ok) throw await problemOf(response);
    return await response.text();
  }

  async #sendProved(call: Omit<Call<z.ZodType>, "answer">): Promise<Response> {
    const response = await this.#send(call);
    if (response.ok) return response;
    const problem = await problemOf(response);
    const isProved = problem.code === PROOF_NEEDED && (await this.#options.onProofNeeded?.());
    if (!isProved) throw problem;
    const again = await this.#send(call);
    if (!again.ok) throw await problemOf(again);
    return again;
  }

  async #send({
    method = "GET",
    path,
    query = {},
    body,
    file,
    signal,
  }: Omit<Call<z.ZodType>, "answer">): Promise<Response> {
    const { address = "", fetch: send = fetch, headers = {} } = this.#options;
    try {
      return await send(`${address}${path}${queryText(query)}`, {
        method,
        headers: {
          accept: "application/json",
          ...headers,
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(file !== undefined && { "content-type": "application/octet-stream" }),
          ...(method !== "GET" && this.csrfToken !== undefined && { "x-csrf-token": this.csrfToken }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(file !== undefined && { body: file }),
        ...(signal && { signal }),
      });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new HubProblem("unreachable", "no answer", { cause });
    }
  }
}
