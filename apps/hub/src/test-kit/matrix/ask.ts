// SPDX-License-Identifier: Apache-2.0
/** One call of a route by somebody, and its answer without what is new in every answer. */
import { randomUUID } from "node:crypto";
import type { RouteDefinition } from "../../platform/http/index.ts";
import type { Browser } from "../web/index.ts";
import { BYTES, type Declaration } from "./declare.ts";
import type { Ids } from "./maker.ts";
import type { Site } from "./site.ts";

export interface Told {
  readonly status: number;
  /** With the ids of the call as their names. */
  readonly text: string;
}

export interface Called {
  readonly route: RouteDefinition;
  readonly declared: Declaration;
  readonly ids: Ids;
  readonly site: Site;
}

let address = 0;

/** `key`: in place of a session. */
export async function ask(
  browser: Browser,
  { route, declared, ids, site }: Called,
  key?: string,
): Promise<Told> {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? `no-${name}`);
  const query = new URLSearchParams(declared.query?.(ids, site) ?? {});
  const body = declared.body?.(ids, site);
  const gone = new AbortController();
  address += 1;
  const headers = {
    // Each from a network of its own: how often one comes is not what is asked here.
    "x-forwarded-for": `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
    ...(body === BYTES && { "content-type": "application/octet-stream" }),
  };
  const sent = body === BYTES ? "name\na\n" : body;
  const response = await browser.send(route.method, `${path}?${query}`, sent, headers, gone.signal);
  const { status } = response;
  const text = declared.isEndless === true && response.ok ? "" : await response.text();
  gone.abort();
  return { status, text: plain(text, ids) };
}

function plain(text: string, ids: Ids): string {
  const named = Object.entries(ids).filter(([, id]) => id !== "");
  const known = named.reduce((rest, [name, id]) => rest.replaceAll(id, `<${name}>`), text);
  return known.replace(/"requestId":"[^"]+"/, '"requestId":"-"');
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Of records that are nowhere; what is no id stays as it is. */
export function unknownIds(ids: Ids, only: readonly string[] = Object.keys(ids)): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => [name, only.includes(name) && UUID.test(id) ? randomUUID() : id]),
  );
}
