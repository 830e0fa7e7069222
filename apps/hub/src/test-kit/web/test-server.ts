// SPDX-License-Identifier: Apache-2.0
/** The HTTP server alone, with routes of the test and three people who are signed in already. */
import { systemClock } from "../../platform/clock.ts";
import { readConfig } from "../../platform/config/index.ts";
import {
  HttpServer,
  type HttpServerParts,
  type RouteDefinition,
  type SignedIn,
} from "../../platform/http/index.ts";
import { newId } from "../../platform/ids.ts";
import { Browser } from "./browser.ts";

/** Forms of tokens that the server itself would take from a cookie. */
export const VIEWER_TOKEN = "viewer-viewer-viewer-viewer";
export const ANALYST_TOKEN = "analyst-analyst-analyst-analyst";
export const OPERATOR_TOKEN = "operator-operator-operator-operator";

export const TEST_ORGANISATION = newId<"organisation">(systemClock);

function someone(change: Partial<SignedIn>): SignedIn {
  const person = {
    id: newId<"person">(systemClock),
    name: "Li",
    email: "li@example.org",
    key: undefined,
    language: "en",
  } as const;
  const sessionId = newId<"session">(systemClock);
  return { sessionId, person, organisations: [], hubRoles: [], provedAt: systemClock.now(), ...change };
}

function memberAs(role: "viewer" | "analyst"): SignedIn {
  return someone({ organisations: [{ id: TEST_ORGANISATION, name: "City Hospital", role }] });
}

export const VIEWER: SignedIn = memberAs("viewer");

const SESSIONS = new Map([
  [VIEWER_TOKEN, VIEWER],
  [ANALYST_TOKEN, memberAs("analyst")],
  [OPERATOR_TOKEN, someone({ hubRoles: ["operator"] })],
]);

export interface TestServer extends AsyncDisposable {
  readonly http: HttpServer;
  readonly address: URL;
  readonly browser: Browser;
}

export type TestServerParts = Partial<Omit<HttpServerParts, "config">> & {
  readonly environment?: Readonly<Record<string, string>>;
};

export async function startTestServer(
  routes: readonly RouteDefinition[],
  { environment, ...parts }: TestServerParts = {},
): Promise<TestServer> {
  const config = readConfig({
    environment: { FENGSUI_LISTEN: "127.0.0.1:0", ...environment },
    isRoot: false,
    home: "/nonexistent",
  });
  const source = { id: newId<"source">(systemClock), organisationId: TEST_ORGANISATION };
  const http = new HttpServer({
    config,
    version: "1.2.3",
    authentication: {
      session: async (token) => SESSIONS.get(token),
      source: async (headers) => (headers.authorization === "Bearer key" ? source : undefined),
    },
    ...parts,
  });
  http.register(routes);
  const address = await http.listen();
  return {
    http,
    address,
    browser: new Browser(address),
    [Symbol.asyncDispose]: async () => await http[Symbol.asyncDispose](),
  };
}
