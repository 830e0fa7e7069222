// SPDX-License-Identifier: Apache-2.0
/** Texts of people as patterns of LIKE, in which what they wrote stands for itself. */

export function containing(text: string): string {
  return `%${literal(text)}%`;
}

export function beginningWith(text: string): string {
  return `${literal(text)}%`;
}

function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
