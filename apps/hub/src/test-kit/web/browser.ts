// SPDX-License-Identifier: Apache-2.0
/** As much of a browser as a test of the API needs: it keeps cookies, and sends the token against forged requests. */
import { PROBLEM, PROBLEM_MEDIA_TYPE, type Problem } from "@fengsui/contract";
import { z } from "zod";

const WITH_CSRF_TOKEN = z.object({ csrfToken: z.string() });

export class Browser {
  readonly #origin: URL;
  readonly #cookies = new Map<string, string>();
  csrfToken: string | undefined;

  constructor(origin: URL) {
    this.#origin = origin;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** What a page of the hub has. */
  get origin(): string {
    return this.#origin.origin;
  }

  /** As if the hub had set it. */
  keep(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Response> {
    const response = await fetch(new URL(path, this.#origin), {
      method,
      ...(signal !== undefined && { signal }),
      headers: {
        ...(this.#cookies.size > 0 && { cookie: this.cookie }),
        ...(this.csrfToken !== undefined && { "x-csrf-token": this.csrfToken }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    this.#keepCookies(response);
    return response;
  }

  /** The answer as JSON; also learns the token from it, as the console does. */
  async json(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.send(method, path, body);
    const value: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(value)}`);
    const withToken = WITH_CSRF_TOKEN.safeParse(value);
    if (withToken.success) this.csrfToken = withToken.data.csrfToken;
    return value;
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1);
      const [name = "", value = ""] = pair.split("=", 2);
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type");
  if (type !== PROBLEM_MEDIA_TYPE)
    throw new Error(`${response.status} is a ${type}: ${await response.text()}`);
  return PROBLEM.parse(await response.json());
}
