// SPDX-License-Identifier: Apache-2.0
/** URLs to their normal form: that of the WHATWG's URL standard, without name, password and fragment. */

const MAX_URL = 8192;
const HAS_SCHEME = /^[a-z][a-z0-9+.-]{0,30}:\/\//i;

export function normaliseUrl(text: string): string | undefined {
  if (text.length > MAX_URL) return undefined;
  const url = URL.parse(HAS_SCHEME.test(text) ? text : `http://${text}`);
  if (url === null || url.hostname === "") return undefined;
  url.username = "";
  url.password = "";
  url.hash = "";
  if (url.hostname.endsWith(".")) url.hostname = url.hostname.slice(0, -1);
  if (/^\.|\.\.|\.$/.test(url.hostname)) return undefined;
  return url.href;
}
