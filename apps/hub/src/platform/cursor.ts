// SPDX-License-Identifier: Apache-2.0
/** Where a page ended: a time and an identifier, as a text that a client gives back and need not understand. */
import { FengsuiError } from "@fengsui/contract";
import { type Id, parseId } from "./ids.ts";
import { findUnkeepable } from "./keepable-text.ts";

export interface Cursor<Kind extends string> {
  readonly time: Date;
  readonly id: Id<Kind>;
}

export function writeCursor<Kind extends string>({ time, id }: Cursor<Kind>): string {
  return Buffer.from(`${time.getTime()}/${id}`).toString("base64url");
}

/** PostgreSQL refuses times that are far beyond these. */
const EARLIEST = Date.parse("0001-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

/** Throws `http.invalid` where the text is none of ours: the first page in its place would be read for ever. */
export function readCursor<Kind extends string>(text: string): Cursor<Kind> {
  const [ms = "", id = ""] = Buffer.from(text, "base64url").toString("utf8").split("/");
  const time = new Date(/^-?\d{1,15}$/.test(ms) ? Number(ms) : Number.NaN);
  const parsed = parseId<Kind>(id);
  const isTime = time.getTime() >= EARLIEST && time.getTime() <= LATEST;
  if (parsed === undefined || !isTime) throw notOurs();
  return { time, id: parsed };
}

/** Where a page of a list by name ended. */
export interface NameCursor<Kind extends string> {
  readonly name: string;
  readonly id: Id<Kind>;
}

export function writeNameCursor<Kind extends string>({ name, id }: NameCursor<Kind>): string {
  return Buffer.from(`${id}/${name}`).toString("base64url");
}

/** Throws `http.invalid` where the text is none of ours. */
export function readNameCursor<Kind extends string>(text: string): NameCursor<Kind> {
  const written = Buffer.from(text, "base64url").toString("utf8");
  const at = written.indexOf("/");
  const id = parseId<Kind>(written.slice(0, Math.max(at, 0)));
  const name = written.slice(at + 1);
  if (id === undefined || findUnkeepable(name) !== undefined) throw notOurs();
  return { name, id };
}

function notOurs(): FengsuiError {
  return new FengsuiError("http.invalid", "after: is not what `next` of a page said");
}
