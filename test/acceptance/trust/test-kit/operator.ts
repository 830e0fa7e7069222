// SPDX-License-Identifier: Apache-2.0
/** Who runs the hub: the first administrator, through the same routes as the console. */
import {
  ALERTS,
  type Alert,
  EVENTS_PAGE,
  INVITATION_LINK,
  PROBLEM,
  PROBLEM_MEDIA_TYPE,
  type Problem,
  RULE_UPLOADED,
  SESSION,
  SOURCE_KEY,
} from "@fengsui/contract";
import type { z } from "zod";

export type FoundEvent = z.infer<typeof EVENTS_PAGE>["events"][number];

export interface SourceAccess {
  readonly id: string;
  readonly key: string;
}

export const PASSWORD = "correct horse battery staple";
export const EMAIL = "lin@example.org";
const ALWAYS = { from: "1980-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" };
const PAGE = "500";

export class Operator {
  readonly #origin: string;
  #cookie = "";
  #csrfToken = "";
  organisationId = "";

  private constructor(origin: string) {
    this.#origin = origin;
  }

  /** Creates the first administrator. */
  static async setUp(origin: string, token: string): Promise<Operator> {
    const operator = new Operator(origin);
    await operator.#begin("/api/v1/setup", {
      token,
      organisation: "City Hospital",
      name: "Lin Yue",
      email: EMAIL,
      password: PASSWORD,
    });
    return operator;
  }

  /** The same person, at another hub that knows them. */
  static async signIn(origin: string, email = EMAIL): Promise<Operator> {
    const operator = new Operator(origin);
    await operator.#begin("/api/v1/session", { email, password: PASSWORD });
    return operator;
  }

  async #begin(path: string, body: object): Promise<void> {
    const response = await this.send("POST", path, body);
    this.#cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(";", 1)[0])
      .join("; ");
    const session = SESSION.parse(await okJson(response));
    this.#csrfToken = session.csrfToken;
    this.organisationId = session.organisations[0]?.id ?? "";
  }

  async send(method: string, path: string, body?: object): Promise<Response> {
    return await fetch(new URL(path, this.#origin), {
      method,
      headers: {
        ...(this.#cookie !== "" && { cookie: this.#cookie }),
        ...(this.#csrfToken !== "" && { "x-csrf-token": this.#csrfToken }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async sendBytes(path: string, bytes: Buffer): Promise<Response> {
    const headers = {
      cookie: this.#cookie,
      "x-csrf-token": this.#csrfToken,
      "content-type": "application/octet-stream",
    };
    return await fetch(new URL(path, this.#origin), { method: "POST", headers, body: new Uint8Array(bytes) });
  }

  async json(method: string, path: string, body?: object): Promise<unknown> {
    return await okJson(await this.send(method, path, body));
  }

  async addSource(name: string): Promise<SourceAccess> {
    const { organisationId } = this;
    return SOURCE_KEY.parse(await this.json("POST", "/api/v1/sources", { organisationId, name }));
  }

  /** With the operator's own password. Where nobody is yet, the first is an administrator. */
  async addPerson(
    organisationId: string,
    wanted: { email: string; name: string; role: string },
  ): Promise<void> {
    const { email, name, role } = wanted;
    const path = `/api/v1/organisations/${organisationId}/invitations`;
    const { token } = INVITATION_LINK.parse(await this.json("POST", path, { email, role }));
    const acceptance = { token, name, password: PASSWORD };
    const response = await fetch(new URL("/api/v1/invitations/accept", this.#origin), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(acceptance),
    });
    await okJson(response);
  }

  async addRule(text: string): Promise<void> {
    const { organisationId } = this;
    const files = [{ name: "rule.yml", text }];
    const done = RULE_UPLOADED.parse(await this.json("POST", "/api/v1/rules", { organisationId, files }));
    if (done.refused > 0) throw new Error(JSON.stringify(done.diagnostics));
  }

  /** All of them, a page after the other. */
  async events(filter: Readonly<Record<string, string>> = {}): Promise<FoundEvent[]> {
    return await this.#pages("/api/v1/events", { ...ALWAYS, ...filter }, (value) => {
      const { events, next } = EVENTS_PAGE.parse(value);
      return { items: events, next };
    });
  }

  async alerts(): Promise<Alert[]> {
    return await this.#pages("/api/v1/alerts", { withSuppressed: "true" }, (value) => {
      const { alerts, next } = ALERTS.parse(value);
      return { items: alerts, next };
    });
  }

  async #pages<Item>(
    path: string,
    query: Readonly<Record<string, string>>,
    read: (value: unknown) => { readonly items: readonly Item[]; readonly next: string | null },
  ): Promise<Item[]> {
    const all: Item[] = [];
    let after: string | null = "";
    while (after !== null) {
      const given: Record<string, string> = { ...query, limit: PAGE, ...(after !== "" && { after }) };
      const page = read(await this.json("GET", `${path}?${new URLSearchParams(given)}`));
      all.push(...page.items);
      after = page.next;
    }
    return all;
  }
}

async function okJson(response: Response): Promise<unknown> {
  if (response.ok) return await response.json();
  throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
}

export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get("content-type");
  if (type !== PROBLEM_MEDIA_TYPE)
    throw new Error(`${response.status} is a ${type}: ${await response.text()}`);
  return PROBLEM.parse(await response.json());
}
