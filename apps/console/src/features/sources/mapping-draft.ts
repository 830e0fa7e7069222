// SPDX-License-Identifier: Apache-2.0
/** A mapping while somebody makes it: texts in inputs, and what they mean. Pure. */
import type { SourceMapping, TIME_FORMATS } from "@fengsui/contract";

export type TimeFormat = (typeof TIME_FORMATS)[number];

export interface MappingDraft {
  readonly time: string;
  readonly format: TimeFormat;
  readonly pattern: string;
  readonly host: string;
  readonly user: string;
  readonly sourceIp: string;
  readonly destinationIp: string;
  /** A line each: `Image=process.path`. */
  readonly fields: string;
  readonly logType: string;
}

export const PLACES = ["host", "user", "sourceIp", "destinationIp"] as const;

export function toDraft(mapping: SourceMapping | null): MappingDraft {
  const {
    time,
    host = "",
    user = "",
    sourceIp = "",
    destinationIp = "",
    fields = {},
    logType = "",
  } = mapping ?? {};
  return {
    time: time?.path ?? "",
    format: time?.format ?? "auto",
    pattern: time?.pattern ?? "",
    host,
    user,
    sourceIp,
    destinationIp,
    fields: Object.entries(fields)
      .map(([name, path]) => `${name}=${path}`)
      .join("\n"),
    logType,
  };
}

/** What is left empty is not said. */
export function toMapping(draft: MappingDraft): SourceMapping {
  const { time, format, pattern, fields, logType } = draft;
  const places = PLACES.flatMap((name) =>
    draft[name].trim() === "" ? [] : [[name, draft[name].trim()] as const],
  );
  const pairs = fields.split("\n").flatMap((line) => {
    const at = line.indexOf("=");
    const [name, path] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    return at < 0 || name === "" || path === "" ? [] : [[name, path] as const];
  });
  return {
    ...(time.trim() !== "" && {
      time: { path: time.trim(), format, ...(format === "pattern" && { pattern: pattern.trim() }) },
    }),
    ...Object.fromEntries(places),
    ...(pairs.length > 0 && { fields: Object.fromEntries(pairs) }),
    ...(logType.trim() !== "" && { logType: logType.trim() }),
  };
}
