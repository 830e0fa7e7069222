// SPDX-License-Identifier: Apache-2.0
/** One-time codes (RFC 6238: SHA-1, 6 digits, 30 seconds, as every app takes them) and codes for when they are lost. */
import { createHash } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { randomWords } from "../../../platform/random-letters.ts";

const SECRET_BYTES = 20;
/** Codes of so many steps before and after now are taken: clocks differ. */
const WINDOW = 1;
const PERIOD_MS = 30_000;

export function newSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What an app is shown, as a square code or a link. */
export function addressOf(secret: string, { issuer, label }: { issuer: string; label: string }): string {
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret) }).toString();
}

/** The step whose code it is; undefined where it is of none that is near. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = new TOTP({ secret: Secret.fromBase32(secret) }).validate({
    token: code,
    timestamp,
    window: WINDOW,
  });
  return delta === null ? undefined : Math.floor(timestamp / PERIOD_MS) + delta;
}

/** Of 31 letters, 16 are 79 bits. */
const GROUPS = 4;
const GROUP = 4;
const RECOVERY_CODES = 10;

export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => randomWords(GROUPS, GROUP));
}

export type GivenCode =
  | { readonly kind: "one_time"; readonly digits: string }
  | { readonly kind: "recovery"; readonly hash: Buffer };

/** As people type it: with spaces, strokes, capitals. */
export function readCode(text: string): GivenCode {
  const bare = text.toLowerCase().replaceAll(/[\s-]/g, "");
  return /^\d{6}$/.test(bare)
    ? { kind: "one_time", digits: bare }
    : { kind: "recovery", hash: hashRecoveryCode(bare) };
}

/** Being random, it needs no slow hash. */
export function hashRecoveryCode(code: string): Buffer {
  return createHash("sha256").update(code.replaceAll("-", "")).digest();
}
