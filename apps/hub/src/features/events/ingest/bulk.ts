// SPDX-License-Identifier: Apache-2.0
/** Elasticsearch's `_bulk`: lines of actions, each with a document below it, and an answer for each of them. Pure. */
import { z } from "zod";
import type { IngestOutcome } from "./ingest.ts";
import type { RejectedRecord } from "./parse.ts";
import type { RawRecord } from "./split.ts";

/** An empty id is none. */
const ID = z
  .string()
  .max(512)
  .nullish()
  .transform((id) => (id === null || id === "" ? undefined : id));
const META = z.object({ _index: z.string().nullish(), _id: ID });
const KINDS = new Set(["index", "create", "update", "delete"]);
/** Some senders write more than the action, behind it. */
const ACTION = z.record(z.string(), z.unknown());

export interface BulkAction {
  readonly kind: string;
  readonly index: string;
  readonly id: string | undefined;
  /** Why there is no document of it in the batch. */
  readonly refused?: string;
}

export interface BulkRequest {
  readonly actions: readonly BulkAction[];
  /** The position of each is that of its action. */
  readonly records: readonly RawRecord[];
  readonly malformed?: MalformedBulk;
}

/** After a line that is no action, nothing says which line is what. */
export interface MalformedBulk {
  /** From 1. */
  readonly line: number;
  /** That line and what follows, but for what looks like an action. */
  readonly rest: readonly RejectedRecord[];
}

/** What stands before a line that is no action is read; Elasticsearch would refuse that, too. */
export function readBulk(lines: readonly RawRecord[], defaultIndex: string): BulkRequest {
  const actions: BulkAction[] = [];
  const records: RawRecord[] = [];
  for (let at = 0; at < lines.length; ) {
    const action = readAction(lines[at], defaultIndex);
    if (action === undefined) return { actions, records, malformed: malformedAt(lines, at, actions.length) };
    const document = action.refused === undefined || action.kind === "update" ? lines[at + 1] : undefined;
    if (action.refused !== undefined) actions.push(action);
    else if (document === undefined) actions.push({ ...action, refused: "the document is missing" });
    else {
      const position = actions.length;
      records.push({
        position,
        bytes: document.bytes,
        // An id is one within its index.
        ...(action.id !== undefined && { clientId: JSON.stringify([action.index, action.id]) }),
      });
      actions.push(action);
    }
    at += action.kind === "delete" ? 1 : 2;
  }
  return { actions, records };
}

function malformedAt(lines: readonly RawRecord[], at: number, position: number): MalformedBulk {
  const line = (lines[at]?.position ?? 0) + 1;
  const message = `line ${line} of the bulk request is no action, so neither it nor what follows was read`;
  const rest = lines.slice(at).filter((raw) => parseAction(raw).kind === "");
  return {
    line,
    rest: rest.map(({ bytes }, index) => ({
      position: position + index,
      bytes,
      code: "json.syntax",
      message,
    })),
  };
}

/** As Elasticsearch says it; a sender that sends all of it again does no harm. */
export function answerMalformed({ line, rest }: MalformedBulk, { accepted, duplicate }: IngestOutcome) {
  const reason =
    `Malformed action/metadata line [${line}], expected a line such as {"index":{}}. What stands before it was taken ` +
    `(${accepted} new, ${duplicate} known); ${rest.length} lines from there on are among the dead letters.`;
  const error = { type: "illegal_argument_exception", reason };
  return { error: { root_cause: [error], ...error }, status: 400 };
}

function readAction(line: RawRecord | undefined, defaultIndex: string): BulkAction | undefined {
  const { kind, meta } = parseAction(line);
  if (kind === "") return undefined;
  const known = { kind, index: meta?._index ?? defaultIndex, id: meta?._id };
  if (meta === undefined)
    return { ...known, refused: "_id and _index are texts, an _id of at most 512 characters" };
  if (kind === "index" || kind === "create") return known;
  return { ...known, refused: `what was logged stays as it is: ${kind} is not done` };
}

/** Some senders count and write the number, which may have more digits than a number of JavaScript keeps. */
function asWritten(key: string, value: unknown, written?: { readonly source?: string }): unknown {
  return key === "_id" && typeof value === "number" ? (written?.source ?? value) : value;
}

/** No kind: it is no action. No metadata: there is some that cannot be used. */
function parseAction(line: RawRecord | undefined): {
  readonly kind: string;
  readonly meta?: z.infer<typeof META>;
} {
  try {
    const action = ACTION.safeParse(JSON.parse(line?.bytes.toString("utf8") ?? "", asWritten));
    const [kind = "", about] = Object.entries(action.data ?? {})[0] ?? [];
    if (!KINDS.has(kind) || typeof about !== "object" || about === null) return { kind: "" };
    const meta = META.safeParse(about);
    return meta.success ? { kind, meta: meta.data } : { kind };
  } catch {
    return { kind: "" };
  }
}

/** As Elasticsearch would say it, so that shippers know which to send again: none of these. */
export function answerBulk(
  { actions }: BulkRequest,
  { ids, duplicates, rejected }: IngestOutcome,
  tookMs: number,
) {
  const reasons = new Map(rejected.map(({ position, code, message }) => [position, `${code}: ${message}`]));
  const items = actions.map((action, position) => {
    const name = action.kind;
    const reason = action.refused ?? reasons.get(position);
    const eventId = ids.get(position) ?? "";
    const about = { _index: action.index, _id: action.id ?? eventId };
    if (reason !== undefined) return { [name]: { ...about, ...refusal(action, reason) } };
    const isNew = !duplicates.has(eventId);
    return {
      [name]: { ...about, ...WRITTEN, status: isNew ? 201 : 200, result: isNew ? "created" : "noop" },
    };
  });
  const errors = actions.some(({ refused }) => refused !== undefined) || rejected.length > 0;
  return { took: tookMs, errors, items };
}

const WRITTEN = {
  _version: 1,
  _shards: { total: 1, successful: 1, failed: 0 },
  _seq_no: 0,
  _primary_term: 1,
};

function refusal({ refused }: BulkAction, reason: string) {
  const type = refused === undefined ? "document_parsing_exception" : "illegal_argument_exception";
  return { status: 400, error: { type, reason } };
}
