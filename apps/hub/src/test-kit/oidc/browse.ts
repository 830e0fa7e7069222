// SPDX-License-Identifier: Apache-2.0
/** The browser at the provider: it follows where it is sent, with the cookies of there, until it is sent back. */

/** Signs out there, as whoever's cookies these are; the provider tells the hubs before it answers. */
export async function signOutThere(issuer: string, cookies: ReadonlyMap<string, string>): Promise<void> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const page = await fetch(`${issuer}/session/end`, { headers: { cookie } });
  const [, xsrf = ""] = /name="xsrf" value="([^"]+)"/.exec(await page.text()) ?? [];
  const answer = await fetch(`${issuer}/session/end/confirm`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie },
    body: new URLSearchParams({ xsrf, logout: "yes" }),
  });
  if (answer.status !== 303) throw new Error(`${answer.status} ${await answer.text()}`);
}

/** The query that it is sent back to the hub with. */
export async function browseThere(start: string, cookies: Map<string, string> = new Map()): Promise<string> {
  const { origin } = new URL(start);
  let url = new URL(start);
  for (let step = 0; step < 20; step += 1) {
    if (url.origin !== origin) return url.search.replace(/^\?/, "");
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1);
      const [name = "", value = ""] = pair.split("=", 2);
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) throw new Error(`${url.pathname}: ${response.status} ${await response.text()}`);
    url = new URL(location, url);
  }
  throw new Error("sent to and fro without an end");
}
