// SPDX-License-Identifier: Apache-2.0
/** Names of the domain name system to their normal form: lower case, Punycode, no port, no dot at the end. */

const MAX_NAME = 253;
/** As names are used, not as RFC 1035 would have them: `_dmarc` and `a_b` are seen. */
const NAME = /^(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*$/;
const NOT_IN_A_NAME = /[\s/\\?#@:%<>^|[\]]/;
const ONLY_DIGITS = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/;

/** Undefined where it is no name: an address is none, nor is a name of one label, unless `isOneLabelFine`. */
export function normaliseDomain(text: string, isOneLabelFine = false): string | undefined {
  const name = text.replace(/:\d{1,5}$/, "").replace(/[.。．｡]$/, "");
  if (name === "" || name.length > 4 * MAX_NAME || NOT_IN_A_NAME.test(name)) return undefined;
  const lower = name.toLowerCase();
  const ascii = NAME.test(lower) ? lower : toAscii(name);
  if (ascii === undefined || ascii.length > MAX_NAME || !NAME.test(ascii) || ONLY_DIGITS.test(ascii))
    return undefined;
  return ascii.includes(".") || isOneLabelFine ? ascii : undefined;
}

/** UTS 46, as browsers do it. */
function toAscii(name: string): string | undefined {
  return URL.parse(`http://${name}/`)?.hostname;
}
