// SPDX-License-Identifier: Apache-2.0
/** As much of the hub's API as the pages ask for, over a world in memory; bodies are read by the contract's schemas. */

import { randomUUID } from "node:crypto";
import {
  ALERT_ASSIGN,
  ALERT_CLOSE,
  ALERT_COMMENT,
  type Alert,
  NEW_SOURCE,
  problemType,
  RULE_CHANGE,
  RULE_UPLOAD,
  SETUP_REQUEST,
  SIGN_IN_REQUEST,
  SOURCE_CHANGE,
} from "@fengsui/contract";
import { type Detail, newRule, newSource, type World } from "./fixture-world.ts";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly csrfToken: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const PASSWORD = "correct horse battery";

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function refused(status: number, code: string): Answer {
  const problem = {
    type: problemType(code),
    title: code,
    status,
    code,
    hint: "See the code.",
    requestId: "fixture-1",
  };
  return { status, body: problem };
}

export function answerTo(world: World, asked: Asked): Answer {
  const { method, path } = asked;
  const early = enteringAnswer(world, asked);
  if (early !== undefined) return early;
  if (!world.isSignedIn) return refused(401, "access.sign_in_required");
  if (method !== "GET" && asked.csrfToken !== world.session.csrfToken) return refused(403, "access.csrf");
  if (path.startsWith("/api/v1/session")) {
    if (method === "DELETE") world.isSignedIn = false;
    return method === "DELETE" ? { status: 204 } : ok(world.session);
  }
  if (path === "/api/v1/colleagues") return ok({ people: [] });
  if (path === "/api/v1/demo") return ok({ demo: null });
  if (path === "/api/v1/notifications") return ok({ notifications: [], unread: 0, next: null });
  if (world.isBroken) return refused(503, "events.unavailable");
  const answer = alertAnswer(world, asked) ?? sourceAnswer(world, asked) ?? ruleAnswer(world, asked);
  return answer ?? refused(404, "http.not_found");
}

/** What is answered to anybody. */
function enteringAnswer(world: World, { method, path, body }: Asked): Answer | undefined {
  if (path === "/api/v1/setup" && method === "GET") return ok({ isNeeded: !world.isSetUp });
  if (path === "/api/v1/setup") {
    if (SETUP_REQUEST.parse(body).token !== "fixture") return refused(403, "access.setup_token_invalid");
    world.isSetUp = true;
  } else if (path === "/api/v1/session" && method === "POST") {
    if (SIGN_IN_REQUEST.parse(body).password !== PASSWORD) return refused(401, "access.sign_in_failed");
  } else return undefined;
  world.isSignedIn = true;
  return { status: 201, body: world.session };
}

function fits(alert: Alert, query: URLSearchParams): boolean {
  const [state, level, entity] = [query.get("state"), query.get("level"), query.get("entity")];
  return (
    (state === null || alert.state === state) &&
    (level === null || alert.level === level) &&
    (entity === null || alert.entity === entity)
  );
}

function alertAnswer(world: World, { method, path, query, body }: Asked): Answer | undefined {
  const [, id = "", verb] = /^\/api\/v1\/alerts(?:\/([^/]+))?(?:\/(\w+))?$/.exec(path) ?? [];
  if (!path.startsWith("/api/v1/alerts")) return undefined;
  const alerts = [...world.details.values()].map(({ alert }) => alert);
  if (id === "") return ok({ alerts: alerts.filter((alert) => fits(alert, query)), next: null });
  const detail = world.details.get(id);
  if (detail === undefined) return refused(404, "http.not_found");
  if (method === "GET") return ok(detail);
  const changed = act(world, detail, { verb, body });
  world.details.set(id, changed);
  return ok(changed.alert);
}

function act(
  world: World,
  detail: Detail,
  { verb, body }: { verb: string | undefined; body: unknown },
): Detail {
  const { alert } = detail;
  const say = (text: string | undefined): Detail["comments"] =>
    text === undefined
      ? detail.comments
      : [
          ...detail.comments,
          { id: randomUUID(), personId: world.session.person.id, text, createdAt: new Date().toISOString() },
        ];
  switch (verb) {
    case "assignee":
      return { ...detail, alert: { ...alert, assigneeId: ALERT_ASSIGN.parse(body).personId } };
    case "comments":
      return { ...detail, comments: say(ALERT_COMMENT.parse(body).text) };
    case "close": {
      const { verdict, comment } = ALERT_CLOSE.parse(body);
      return { ...detail, alert: { ...alert, state: "closed", verdict }, comments: say(comment) };
    }
    default:
      return { ...detail, alert: { ...alert, state: "open", verdict: null } };
  }
}

function sourceAnswer(world: World, { method, path, body }: Asked): Answer | undefined {
  if (path === "/api/v1/syslog") return ok({ tcpPort: null, tlsPort: 6514 });
  if (path === "/api/v1/syslog/refusals") return ok({ refusals: [] });
  const [matched, id, isKey] = /^\/api\/v1\/sources(?:\/([^/]+))?(\/key)?$/.exec(path) ?? [];
  if (matched === undefined) return undefined;
  if (method === "GET") return ok({ sources: world.sources });
  if (isKey !== undefined) return { status: 201, body: { id, key: "fsk_fixture-renewed" } };
  if (id === undefined) {
    const source = newSource(NEW_SOURCE.parse(body).name);
    world.sources.push(source);
    return { status: 201, body: { id: source.id, key: "fsk_fixture-key-of-the-new-source" } };
  }
  const index = world.sources.findIndex((source) => source.id === id);
  const source = world.sources[index];
  if (source === undefined) return refused(404, "http.not_found");
  const { isDisabled = false } = SOURCE_CHANGE.parse(body);
  world.sources[index] = { ...source, disabledAt: isDisabled ? new Date().toISOString() : null };
  return ok(world.sources[index]);
}

const RULE_SOURCE =
  "title: LSASS memory dump\nlogsource:\n  product: windows\ndetection:\n  selection:\n    EventID: 10\n  condition: selection\n";

function ruleAnswer(world: World, { method, path, body }: Asked): Answer | undefined {
  const [matched, id, isVersions] = /^\/api\/v1\/rules(?:\/([^/]+))?(\/versions)?$/.exec(path) ?? [];
  if (matched === undefined) return undefined;
  if (isVersions !== undefined) {
    const createdAt = new Date().toISOString();
    const version = { version: 1, source: RULE_SOURCE, diagnostics: [], groupBy: null, createdAt };
    return ok({ versions: [version] });
  }
  if (method === "GET" && path.endsWith("/counts")) return ok({ counts: [] });
  if (method === "GET") return ok({ rules: world.rules, next: null });
  if (method === "PATCH") {
    const index = world.rules.findIndex((rule) => rule.id === id);
    const rule = world.rules[index];
    const { isEnabled } = RULE_CHANGE.parse(body);
    if (rule !== undefined && isEnabled !== undefined) world.rules[index] = { ...rule, isEnabled };
    return ok(world.rules[index]);
  }
  const { files } = RULE_UPLOAD.parse(body);
  for (const { name } of files) world.rules.unshift(newRule(name, "medium"));
  const diagnostic = {
    code: "condition.unknown_identifier",
    severity: "error",
    message: '"selektion" is not defined in this rule.',
    hint: "Name a search identifier that stands under detection.",
    file: "second.yml",
    span: { line: 7, column: 14, endLine: 7, endColumn: 23 },
  };
  return ok({ created: files.length, changed: 0, unchanged: 0, refused: 1, diagnostics: [diagnostic] });
}
