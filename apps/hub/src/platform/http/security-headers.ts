// SPDX-License-Identifier: Apache-2.0
/** Headers that have the browser refuse what our own pages never do. */

const POLICY = [
  "default-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
];

/**
 * Styles are the one thing that a page makes while it runs (Ant Design writes `<style>` elements): with the nonce of
 * its own page load. Styles of single elements can load nothing, as `default-src` holds for them too.
 */
export function contentSecurityPolicy(nonce?: string): string {
  const styles =
    nonce === undefined ? [] : [`style-src 'self' 'nonce-${nonce}'`, "style-src-attr 'unsafe-inline'"];
  return [...POLICY, ...styles].join("; ");
}

export function securityHeaders(isSecure: boolean): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentSecurityPolicy(),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
    ...(isSecure && { "strict-transport-security": "max-age=31536000" }),
  };
}
