// SPDX-License-Identifier: Apache-2.0
/** The cookies that hold the token of a session and of a way to one, and the token against forged requests. */
import { createHmac, timingSafeEqual } from "node:crypto";

export interface SessionCookie {
  read(header: string | undefined): string | undefined;
  issue(token: string, expiresAt: Date): string;
  clear(): string;
}

export function sessionCookie(isSecure: boolean): SessionCookie {
  return strictCookie("fengsui", isSecure);
}

/**
 * Of a way to a provider and back, before there is a session. It may be as strict as that of a session: it is the
 * page that the provider sends the browser back to which shows it, with a request of its own.
 */
export function wayCookie(isSecure: boolean): SessionCookie {
  return strictCookie("fengsui-way", isSecure);
}

function strictCookie(plainName: string, isSecure: boolean): SessionCookie {
  // The prefix has the browser refuse the cookie from another host, or without TLS (RFC 6265bis, section 4.1.3).
  const name = isSecure ? `__Host-${plainName}` : plainName;
  const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? "; Secure" : ""}`;
  return {
    read: (header) => cookieOf(header, name),
    issue: (token, expiresAt) => `${name}=${token}; ${attributes}; Expires=${expiresAt.toUTCString()}`,
    clear: () => `${name}=; ${attributes}; Max-Age=0`,
  };
}

const TOKEN = /^[A-Za-z0-9_-]{20,200}$/;

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(";") ?? []) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value !== undefined && TOKEN.test(value)) return value;
  }
  return undefined;
}

/** Who has the session's token can tell it; who has it cannot tell the session's token. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac("sha256", sessionToken).update("fengsui csrf").digest("base64url");
}

export function isCsrfTokenOf(sessionToken: string, given: unknown): boolean {
  if (typeof given !== "string") return false;
  const expected = Buffer.from(csrfTokenOf(sessionToken));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
