// SPDX-License-Identifier: Apache-2.0
/** URLs to their normal form: that of the WHATWG's URL standard, without name, password and fragment. */

const MAX_URL = 8192;
const HAS_SCHEME = /^[a-z][a-z0-9+.-]{0,30}:\/\//i;

export function normaliseUrl(text: string): string | undefined {
  // Without a host it is a path, of which a URL would be made by taking its first part for one.
  if (text.length > MAX_URL || /^(?:[/\\]|(?:mailto|data|tel|urn):)/i.test(text)) return undefined;
  const url = URL.parse(HAS_SCHEME.test(text) ? text : `http://${text}`);
  if (url === null || url.hostname === "") return undefined;
  url.username = "";
  url.password = "";
  url.hash = "";
  if (url.hostname.endsWith(".")) url.hostname = url.hostname.slice(0, -1);
  if (/^\.|\.\.|\.$/.test(url.hostname)) return undefined;
  return url.href;
}
