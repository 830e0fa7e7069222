// SPDX-License-Identifier: Apache-2.0
/** Undoes what people do to an address so that nobody follows it by mistake. */

const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/^\s*h(?:xx|\*\*|tt|tx|xt)p(s?)\s*(?:\[?:\]?\[?\/\/\]?|\[:\/\/\]|_\/\/)/i, "http$1://"],
  [/^\s*fxp(s?)\s*(?:\[?:\]?\/\/|\[:\/\/\])/i, "ftp$1://"],
  [/\s*[[({]\s*(?:\.|dot|punkt|点)\s*[\])}]\s*/gi, "."],
  [/\[\.|\.\]|\\\./g, "."],
  [/\s*[[({]\s*(?:@|at)\s*[\])}]\s*/gi, "@"],
  [/[[({]\s*:\s*[\])}]/g, ":"],
  [/[[({]\s*\/\s*[\])}]/g, "/"],
];

/** Of a text that holds one value. What is not defanged stays as it is. */
export function refang(text: string): string {
  return REWRITES.reduce((all, [pattern, by]) => all.replace(pattern, by), text).trim();
}

/** Of a path: there a stroke before a dot, and brackets of other kinds, are part of a name. */
export function refangPath(text: string): string {
  return text.replaceAll("[.]", ".").trim();
}
