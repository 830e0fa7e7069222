// SPDX-License-Identifier: Apache-2.0
/** What the page of one's own account decides. */

/** The first that fits: each later one names itself after an earlier one, too. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\w*\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\//, "Firefox"],
  [/Chrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
  [/^curl\//, "curl"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** "Firefox · Windows", as far as it says; undefined where it says nothing that is known. */
export function browserOf(userAgent: string | null): string | undefined {
  if (userAgent === null) return undefined;
  const named = [BROWSERS, SYSTEMS].flatMap((table) => {
    const found = table.find(([form]) => form.test(userAgent));
    return found === undefined ? [] : [found[1]];
  });
  return named.length === 0 ? undefined : named.join(" · ");
}
