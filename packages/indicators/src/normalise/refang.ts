// SPDX-License-Identifier: Apache-2.0
/** Undoes what people do to an address so that nobody follows it by mistake. */

/** Blanks are counted: any number of them, tried from each of them, would take very long in a text of nothing else. */
const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/^\s*h(?:xx|\*\*|tt|tx|xt)p(s?)\s*(?:\[?:\]?\[?\/\/\]?|\[:\/\/\]|_\/\/)/i, "http$1://"],
  [/^\s*fxp(s?)\s*(?:\[?:\]?\/\/|\[:\/\/\])/i, "ftp$1://"],
  [/\s{0,4}[[({]\s{0,4}(?:\.|dot|punkt|点)\s{0,4}[\])}]\s{0,4}/gi, "."],
  [/\[\.|\.\]|\\\./g, "."],
  [/\s{0,4}[[({]\s{0,4}(?:@|at)\s{0,4}[\])}]\s{0,4}/gi, "@"],
  [/[[({]\s{0,4}:\s{0,4}[\])}]/g, ":"],
  [/[[({]\s{0,4}\/\s{0,4}[\])}]/g, "/"],
];

/** Of a text that holds one value. What is not defanged stays as it is. */
export function refang(text: string): string {
  return REWRITES.reduce((all, [pattern, by]) => all.replace(pattern, by), text).trim();
}

/** Of a path: there a stroke before a dot, and brackets of other kinds, are part of a name. */
export function refangPath(text: string): string {
  return text.replaceAll("[.]", ".").trim();
}
