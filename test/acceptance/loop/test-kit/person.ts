// SPDX-License-Identifier: Apache-2.0
/** Somebody at the hub's API, with a session that lasts as theirs in a browser does: also over a restart. */
import { createHubClient, type HubClient } from "@fengsui/client";

export interface Credentials {
  readonly origin: string;
  readonly email: string;
  readonly password: string;
}

export async function signIn({ origin, email, password }: Credentials): Promise<HubClient> {
  let cookie = "";
  const withCookie: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await fetch(input, { ...init, headers });
    const [given] = response.headers.getSetCookie();
    if (given !== undefined) cookie = given.split(";", 1)[0] ?? "";
    return response;
  };
  const client = createHubClient({ address: origin, fetch: withCookie });
  await client.access.signIn({ email, password });
  return client;
}
