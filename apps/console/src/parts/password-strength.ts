// SPDX-License-Identifier: Apache-2.0
/**
 * How hard a new password is to guess, said while it is typed: an estimate by its length and by how much of it repeats
 * what stands before. The hub decides, and knows more of what is guessed first. Pure.
 */
import { MIN_PASSWORD_LENGTH } from "@fengsui/contract";

export type PasswordStrength = "short" | "weak" | "fair" | "good";

const ENOUGH = 10;
const MUCH = 16;

export function passwordStrength(password: string): PasswordStrength {
  const characters = [...password.normalize("NFKC")];
  if (characters.length < MIN_PASSWORD_LENGTH) return "short";
  const surprises = countSurprises(characters);
  if (surprises < ENOUGH) return "weak";
  return surprises < MUCH ? "fair" : "good";
}

/** Those that are not the one before once more, the next of a row, or the same as some steps before. */
function countSurprises(characters: readonly string[]): number {
  const codes = characters.map((character) => character.toLowerCase().codePointAt(0) ?? 0);
  return codes.filter((code, at) => {
    const step = code - (codes[at - 1] ?? Number.NaN);
    const isRow = Math.abs(step) <= 1;
    const isAgain = at >= 3 && codes.slice(0, at - 2).some((_, from) => isSameThree(codes, from, at));
    return !isRow && !isAgain;
  }).length;
}

/** The three that end at `at` stood there before. */
function isSameThree(codes: readonly number[], from: number, at: number): boolean {
  return [0, 1, 2].every((index) => codes[from + index] === codes[at - 2 + index]);
}
