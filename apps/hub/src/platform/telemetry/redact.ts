// SPDX-License-Identifier: Apache-2.0
/**
 * Takes secrets out of what is about to be logged: the value of every key whose name speaks of a secret, at any
 * depth, and the password in every address. A log is read by more people than the thing it is about.
 */

export const REDACTED = "[redacted]";

const SECRET_KEY =
  /pass(word|wd|phrase|code)|secret|token|authori[sz]ation|cookie|credential|(api|private|signing|session|source)[-_ ]?key$|^key$/i;
const PASSWORD_IN_ADDRESS = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"]*):[^\s@"]*@/gi;
/** Deeper things are not for a log. */
const MAX_DEPTH = 8;

export function redactText(text: string): string {
  return text.replace(PASSWORD_IN_ADDRESS, `$1:${REDACTED}@`);
}

export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth >= MAX_DEPTH) return "[too deep]";
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return redactRecord(value, depth);
}

export function redactRecord(record: object, depth = 0): Record<string, unknown> {
  const entries = Object.entries(record).map(([key, value]): [string, unknown] => [
    key,
    SECRET_KEY.test(key) ? REDACTED : redact(value, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    ...("code" in error && { code: error.code }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}
