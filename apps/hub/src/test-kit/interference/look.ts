// SPDX-License-Identifier: Apache-2.0
/** Everything that an outsider can obtain by asking: every route that reads, every page, what is theirs and what is not. */
import { z } from "zod";
import type { RouteDefinition } from "../../platform/http/index.ts";
import { declarationOf, type Ids, type Site } from "../matrix/index.ts";
import type { Browser } from "../web/index.ts";
import { Plain } from "./plain.ts";
import { OUTSIDERS, type Outsider, type World } from "./world.ts";

/** What somebody asked for, and what came. */
export interface Seen {
  readonly who: Outsider;
  readonly what: string;
  readonly answer: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Between the hub and who looks: a test puts a leak there. */
export type Between = (
  answer: Answered,
  asked: { readonly path: string; readonly world: World },
) => Promise<Answered>;

export interface Targets {
  /** Of each route that reads one record: a record of one's own, and one of the others, or of nobody. */
  readonly own: ReadonlyMap<RouteDefinition, Ids>;
  readonly foreign: ReadonlyMap<RouteDefinition, Ids>;
}

export interface Look {
  readonly world: World;
  readonly targets: Targets;
  readonly between?: Between | undefined;
  readonly only?: ((route: RouteDefinition) => boolean) | undefined;
}

/** Totals of the hub, by no organisation, for whoever runs it; only their names are the same in two worlds. */
const FIGURES = "/metrics";
/** Of the machine, for its operator alone. */
const DISK = /"(freeBytes|totalBytes)":\d+/g;
/** Of the connection, not of the answer. */
const PASSING = new Set(["date", "x-request-id", "connection", "keep-alive", "set-cookie"]);
const MAX_PAGES = 4;
/** Where chance says what is on which page, all are read. */
const ALL_PAGES = 100;

export function readingRoutes({ hub }: World): readonly RouteDefinition[] {
  return hub.routes.filter(({ method, path, policy }) => {
    const declared = declarationOf(`${method} ${path}`);
    const isOther =
      declared === undefined || declared.isEndless === true || declared.isOfTheWholeHub !== undefined;
    return method === "GET" && policy.kind !== "ingestKey" && !isOther;
  });
}

export async function look(wanted: Look): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const who of OUTSIDERS) {
    for (const route of readingRoutes(wanted.world)) {
      // Names anew for each: what differs in one answer does not make all that follow differ.
      const plain = new Plain(wanted.world.clock.now());
      if (wanted.only?.(route) ?? true) seen.push(...(await lookAt(wanted, { who, route, plain })));
    }
  }
  return seen;
}

interface Eye {
  readonly who: Outsider;
  readonly route: RouteDefinition;
  readonly plain: Plain;
}

async function lookAt(wanted: Look, { who, route, plain }: Eye): Promise<Seen[]> {
  const { world, targets } = wanted;
  const browser = world.outsiders[who];
  const declared = declarationOf(`GET ${route.path}`);
  const isOfHub = who === "coordinator" || who === "operator";
  if (isOfHub && declared?.tellsAll?.[who] !== undefined) return [];
  const isByChance = declared?.isOrderedByChance !== undefined;
  const seen: Seen[] = [];
  for (const [whose, ids] of [
    ["own", targets.own.get(route)],
    ["foreign", targets.foreign.get(route)],
  ] as const) {
    if (ids === undefined) continue;
    for (const query of queriesOf(route, ids, world.outside)) {
      const path = `${route.path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? "")}?${query}`;
      const what = `${route.path} (${whose}) ?${[...query.keys()].join("&")}`;
      const answers = await readPages(wanted, browser, { path, isByChance });
      const pages = answers.map((answer) => printed(answer, route.path));
      const told = isByChance ? [plain.inAnyOrder(pages)] : pages.map((page) => plain.of(page));
      seen.push(...told.map((answer, page) => ({ who, what: `${what} page ${page + 1}`, answer })));
    }
  }
  return seen;
}

function queriesOf(route: RouteDefinition, ids: Ids, site: Site): URLSearchParams[] {
  const declared = declarationOf(`${route.method} ${route.path}`);
  const query = new URLSearchParams(declared?.query?.(ids, site) ?? {});
  const known = route.schemas.query;
  const isPaged =
    known !== undefined &&
    "limit" in (z.toJSONSchema(known, { io: "input", unrepresentable: "any" }).properties ?? {});
  return isPaged ? [query, new URLSearchParams([...query, ["limit", "1"]])] : [query];
}

const PAGE = z.object({ next: z.string().nullable() });

async function readPages(
  { world, between }: Look,
  browser: Browser,
  { path, isByChance }: { readonly path: string; readonly isByChance: boolean },
): Promise<Answered[]> {
  const limit = isByChance ? ALL_PAGES : MAX_PAGES;
  const answers: Answered[] = [];
  let after: string | null = "";
  while (after !== null && answers.length < limit) {
    const asked = after === "" ? path : `${path}&after=${encodeURIComponent(after)}`;
    const response = await browser.send("GET", asked, undefined, { "x-forwarded-for": "192.0.2.7" });
    const told = { status: response.status, headers: response.headers, body: await response.text() };
    const answer = between === undefined ? told : await between(told, { path, world });
    answers.push(answer);
    after = nextOf(answer);
  }
  return answers;
}

function nextOf({ body, headers }: Answered): string | null {
  if (headers.get("content-type")?.startsWith("application/json") !== true) return null;
  const page = PAGE.safeParse(JSON.parse(body));
  return page.success ? page.data.next : null;
}

export function printed({ status, headers, body }: Answered, path: string): string {
  const kept = [...headers].filter(
    ([name]) => !PASSING.has(name) && !(path === FIGURES && name === "content-length"),
  );
  const said = path === FIGURES && status === 200 ? namesOf(body) : body.replaceAll(DISK, '"$1":0');
  return [status, ...kept.map(([name, value]) => `${name}: ${value}`), "", said].join("\n");
}

function namesOf(figures: string): string {
  return figures
    .split("\n")
    .filter((line) => line.startsWith("# HELP"))
    .join("\n");
}
