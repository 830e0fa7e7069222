// SPDX-License-Identifier: Apache-2.0
/** Hashes of passwords: Argon2id (RFC 9106), written as a PHC string, so that the parameters can rise later. */
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { FengsuiError } from "@fengsui/contract";
import { isGuessedFirst } from "./rules.ts";

const derive = promisify(argon2);

/** OWASP's recommendation: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_LENGTH = 32;
const SALT_LENGTH = 16;

const FORM = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_LENGTH);
  const tag = await tagOf(password, { ...COST, nonce: salt, tagLength: TAG_LENGTH });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${encode(salt)}$${encode(tag)}`;
}

/** Takes as long where there is nothing to compare with: who is known here is nobody's business. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = FORM.exec(stored ?? NOBODYS) ?? [];
  if (salt === undefined || tag === undefined)
    throw new TypeError("a stored password has not the form of one");
  const expected = Buffer.from(tag, "base64");
  const actual = await tagOf(password, {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(salt, "base64"),
    tagLength: expected.length,
  });
  return timingSafeEqual(actual, expected) && stored !== undefined;
}

/** `own`: words that whoever guesses knows, such as the name and the organisation. */
export function requireStrong(password: string, own: readonly string[]): void {
  if (!isGuessedFirst(password, own)) return;
  throw new FengsuiError("access.password_weak", "the password is put together from what is guessed first");
}

const NOBODYS = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${encode(randomBytes(SALT_LENGTH))}$${encode(randomBytes(TAG_LENGTH))}`;

/** The same characters typed on another system are the same password. */
async function tagOf(password: string, parameters: Omit<Argon2Parameters, "message">): Promise<Buffer> {
  return await derive("argon2id", { ...parameters, message: password.normalize("NFKC") });
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
