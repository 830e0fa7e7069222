// SPDX-License-Identifier: Apache-2.0
/** Where a page ended: a time and an identifier, as a text that a client gives back and need not understand. */
import { type Id, parseId } from "./ids.ts";

export interface Cursor<Kind extends string> {
  readonly time: Date;
  readonly id: Id<Kind>;
}

export function writeCursor<Kind extends string>({ time, id }: Cursor<Kind>): string {
  return Buffer.from(`${time.getTime()}/${id}`).toString("base64url");
}

/** Undefined where the text is none of ours. */
export function readCursor<Kind extends string>(text: string): Cursor<Kind> | undefined {
  const [ms = "", id = ""] = Buffer.from(text, "base64url").toString("utf8").split("/");
  const time = new Date(/^-?\d{1,15}$/.test(ms) ? Number(ms) : Number.NaN);
  const parsed = parseId<Kind>(id);
  return parsed === undefined || Number.isNaN(time.getTime()) ? undefined : { time, id: parsed };
}

/** Where a page of a list by name ended. */
export interface NameCursor<Kind extends string> {
  readonly name: string;
  readonly id: Id<Kind>;
}

export function writeNameCursor<Kind extends string>({ name, id }: NameCursor<Kind>): string {
  return Buffer.from(`${id}/${name}`).toString("base64url");
}

/** Undefined where the text is none of ours. */
export function readNameCursor<Kind extends string>(text: string): NameCursor<Kind> | undefined {
  const written = Buffer.from(text, "base64url").toString("utf8");
  const at = written.indexOf("/");
  const id = parseId<Kind>(written.slice(0, Math.max(at, 0)));
  return id === undefined ? undefined : { name: written.slice(at + 1), id };
}
