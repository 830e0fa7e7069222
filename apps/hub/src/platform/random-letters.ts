// SPDX-License-Identifier: Apache-2.0
/** Words of random letters that people read, type and say to each other. */
import { randomInt } from "node:crypto";

/** Letters that are not taken for each other. */
const UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789";

export function randomLetters(length: number, letters = UNMISTAKABLE): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}

/** `abcd-efgh`: so many words of so many letters each. */
export function randomWords(count: number, length: number): string {
  return Array.from({ length: count }, () => randomLetters(length)).join("-");
}
