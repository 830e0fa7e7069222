// SPDX-License-Identifier: Apache-2.0
/**
 * Text that every store keeps as it is. JSON can say two things that none of them can hold alike: the character
 * U+0000, which PostgreSQL refuses, and half of a surrogate pair, which is no character.
 */

const NUL = "\u0000";
const REPLACEMENT = "\ufffd";

/** For what comes in a log: nothing of a log may be refused because of it. The event itself stays as it came. */
export function toKeepable(text: string): string {
  return text.includes(NUL) ? text.toWellFormed().replaceAll(NUL, REPLACEMENT) : text.toWellFormed();
}

/** For what a person sends: where the first text is that cannot be kept; undefined where all can be. */
export function findUnkeepable(value: unknown): readonly string[] | undefined {
  if (typeof value === "string") return isKeepable(value) ? undefined : [];
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (!isKeepable(key)) return [toKeepable(key)];
    const found = findUnkeepable(member);
    if (found !== undefined) return [key, ...found];
  }
  return undefined;
}

function isKeepable(text: string): boolean {
  return text.isWellFormed() && !text.includes(NUL);
}
