// SPDX-License-Identifier: Apache-2.0
/** Secrets that we make ourselves: 256 random bits. Only the hash is kept; being random, it needs no slow one. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { SETUP_LINK_MS } from "./rules.ts";

export interface Token {
  readonly text: string;
  readonly hash: Buffer;
}

export function newToken(): Token {
  const text = randomBytes(32).toString("base64url");
  return { text, hash: hashToken(text) };
}

export function hashToken(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/**
 * What the one-time link holds. It lives in this process alone: a hub that starts again prints another link, and the
 * one before is void.
 */
export class SetupToken {
  #issued: { readonly hash: Buffer; readonly expiresAt: number } | undefined;

  issue(now: Date): string {
    const { text, hash } = newToken();
    this.#issued = { hash, expiresAt: now.getTime() + SETUP_LINK_MS };
    return text;
  }

  accepts(text: string, now: Date): boolean {
    const given = hashToken(text);
    const { hash, expiresAt } = this.#issued ?? { hash: Buffer.alloc(given.length), expiresAt: 0 };
    return timingSafeEqual(given, hash) && now.getTime() < expiresAt;
  }

  spend(): void {
    this.#issued = undefined;
  }
}
