// SPDX-License-Identifier: Apache-2.0
/** The pages that one can go to. A page that does not exist yet is not in here. */
import type { TextKey } from "./texts.ts";

export interface Page {
  readonly to: "/alerts" | "/sources" | "/rules";
  readonly text: TextKey;
  readonly icon: string;
  /** Set apart: what the work stands on, not the work. */
  readonly isSetUp: boolean;
}

export const PAGES: readonly Page[] = [
  { to: "/alerts", text: "nav.alerts", icon: "M8 1.500l6.500 12h-13zM8 6v3.500M8 11v1", isSetUp: false },
  {
    to: "/sources",
    text: "nav.sources",
    icon: "M2 4c0-3 12-3 12 0v8c0 3-12 3-12 0zM2 4c0 3 12 3 12 0M2 8c0 3 12 3 12 0",
    isSetUp: true,
  },
  { to: "/rules", text: "nav.rules", icon: "M3 1.500h7l3 3v10h-10zM5.500 7h5M5.500 10h5", isSetUp: true },
];

/** Those whose name has all the words that were typed. */
export function findPages<P extends { readonly name: string }>(
  pages: readonly P[],
  typed: string,
): readonly P[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return pages.filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}
