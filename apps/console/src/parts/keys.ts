// SPDX-License-Identifier: Apache-2.0
/** What a key press means. Single keys are for the page only where nobody types, and can be switched off. */

export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** The name of the element that has the focus, and whether text can be written in it. */
  readonly tagName: string;
  readonly isEditable: boolean;
}

/** "mod+k", "j", "Enter"; undefined where the press is not for the page. */
export function keyOf(press: Press, areSinglesOn: boolean): string | undefined {
  const { key, ctrlKey, metaKey, altKey, tagName, isEditable } = press;
  if (ctrlKey || metaKey) return altKey ? undefined : `mod+${key.toLowerCase()}`;
  if (altKey) return undefined;
  if (key === "Escape") return key;
  if (isEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(tagName)) return undefined;
  if (key === "Enter" || key === " ") return /^(BUTTON|A|SUMMARY)$/.test(tagName) ? undefined : key;
  return areSinglesOn ? key : undefined;
}

/** The row to go to; stays in the list. */
export function moveIn(count: number, current: number, step: number): number {
  if (count === 0) return -1;
  return Math.min(count - 1, Math.max(0, current + step));
}
