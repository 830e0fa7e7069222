// SPDX-License-Identifier: Apache-2.0
/** The titles of the rules that the hub itself has, and of their alerts, in the language of the reader. */
import type { TextKey } from "../app/texts.ts";
import { useTexts } from "../app/use-texts.ts";

const OWN: readonly (readonly [string, TextKey])[] = [
  ["A source has fallen silent", "rules.own.sourceSilent"],
  ["The disk of the hub becomes full", "rules.own.diskHigh"],
];

/** With what stands after it: which source. */
export function useRuleTitle(): (title: string) => string {
  const { t } = useTexts();
  return (title) => {
    const own = OWN.find(([said]) => title === said || title.startsWith(`${said}: `));
    return own === undefined ? title : `${t(own[1])}${title.slice(own[0].length)}`;
  };
}
