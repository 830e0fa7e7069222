// SPDX-License-Identifier: Apache-2.0
/** What the ingest would make of samples, and what is in them to choose from. */
import type { MappingPreview } from "@fengsui/contract";
import { isJsonObject, type JsonObject, type JsonValue } from "@fengsui/sigma";
import { logTypeText, PLACES } from "./columns.ts";
import { firstText, rootsOf } from "./fields.ts";
import { normalise } from "./normalise.ts";
import { parseRecords } from "./parse.ts";
import type { Reading } from "./reading.ts";
import { splitLines } from "./split.ts";

export interface PreviewOptions {
  readonly sourceId: string;
  readonly reading: Reading;
  readonly now: Date;
}

const MAX_EXCERPT = 500;
const MAX_EXAMPLE = 100;
const MAX_FIELDS = 500;
const MAX_DEPTH = 8;

export async function previewOf(
  samples: readonly Buffer[],
  options: PreviewOptions,
): Promise<MappingPreview> {
  const fields = new Map<string, { count: number; example: string }>();
  const events: MappingPreview["events"] = [];
  for (const bytes of samples.flatMap(onOneLine)) {
    const { parsed, rejected } = await parseRecords([{ position: 0, bytes }], {
      isJsonOnly: false,
      now: options.now,
      toUtc: options.reading.toUtc,
    });
    const [record] = parsed;
    const excerpt = bytes.toString("utf8").slice(0, MAX_EXCERPT);
    if (record === undefined)
      events.push({ ...NOTHING, excerpt, problem: rejected[0]?.message ?? "it is empty" });
    else {
      noteFields(fields, record.fields);
      events.push({ excerpt, problem: null, ...described(record, options) });
    }
  }
  return {
    fields: [...fields].map(([path, { count, example }]) => ({ path, count, example })),
    events,
  };
}

const NOTHING = { time: null, host: "", user: "", sourceIp: "", destinationIp: "", logType: "" } as const;

/** A sample of JSON may be pasted over several lines; other samples are lines. */
function onOneLine(sample: Buffer): Buffer[] {
  try {
    const value: JsonValue = JSON.parse(sample.toString("utf8"));
    if (isJsonObject(value)) return [Buffer.from(JSON.stringify(value))];
  } catch {
    // Not one value: lines.
  }
  return splitLines(sample).map(({ bytes }) => bytes);
}

function described(record: Parameters<typeof normalise>[0], { sourceId, reading, now }: PreviewOptions) {
  const batch = { sourceId, bodyHash: "", receivedAt: now.getTime() };
  const event = normalise(record, batch, reading);
  return {
    time: event.hasTime ? new Date(event.time).toISOString() : null,
    host: event.host,
    user: event.account,
    sourceIp: event.address,
    destinationIp: event.destination ?? firstText(rootsOf(event.fields), PLACES["destination.ip"]),
    logType: logTypeText(event),
  };
}

function noteFields(found: Map<string, { count: number; example: string }>, event: JsonObject): void {
  for (const [path, value] of leavesOf(event, "", MAX_DEPTH)) {
    const known = found.get(path);
    if (known !== undefined) known.count++;
    else if (found.size < MAX_FIELDS) found.set(path, { count: 1, example: exampleOf(value) });
  }
}

function* leavesOf(value: JsonObject, prefix: string, depthLeft: number): Generator<[string, JsonValue]> {
  for (const [key, inner] of Object.entries(value)) {
    const path = `${prefix}${key}`;
    if (typeof inner === "object" && inner !== null && isJsonObject(inner) && depthLeft > 1)
      yield* leavesOf(inner, `${path}.`, depthLeft - 1);
    else yield [path, inner];
  }
}

function exampleOf(value: JsonValue): string {
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, MAX_EXAMPLE);
}
