// SPDX-License-Identifier: Apache-2.0
/** Identifiers that follow from what they are of, so that the same thing made twice has one (RFC 9562, version 8). */
import { createHash } from "node:crypto";
import { type Id, parseId } from "./ids.ts";

/** The parts go in with their lengths, so that no two lists of parts are written alike. */
export function derivedId<Kind extends string>(parts: readonly string[]): Id<Kind> {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(written(part));
  const bytes = hash.digest().subarray(0, 16);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const text = bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  const id = parseId<Kind>(text);
  if (id === undefined) throw new TypeError(`"${text}" has not the form of a UUID`);
  return id;
}

/** In UTF-8 every half of a surrogate pair would be the same sign, so a text with one is written in another way. */
function written(part: string): string {
  return part.isWellFormed() ? `${part.length}:${part}` : `${part.length}j${JSON.stringify(part)}`;
}
