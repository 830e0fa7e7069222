// SPDX-License-Identifier: Apache-2.0
/** Tells a database that cannot be reached or written now from a mistake in what it was asked. */
import { FengsuiError } from "@fengsui/contract";

/** Classes and codes of SQLSTATE (PostgreSQL, appendix A). */
const CONNECTION_CLASS = "08";
const UNREACHABLE = new Set([
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
  "53300", // too_many_connections
  "25P03", // idle_in_transaction_session_timeout
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
/** PostgreSQL's texts hold every character but one. */
const NO_TEXT = new Set([
  "22021", // character_not_in_repertoire
  "22P05", // untranslatable_character
]);
const DISK_FULL = new Set(["53100", "ENOSPC"]);
/** The driver gives no code to these. */
const MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Nothing is known of what was asked last: it may or may not have been done. */
export function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return code.startsWith(CONNECTION_CLASS) || UNREACHABLE.has(code);
  return error instanceof Error && MESSAGE.test(error.message);
}

/** As an error of the catalogue, where it is the database's state and not the question. */
export function explain(error: unknown): unknown {
  if (error instanceof FengsuiError) return error;
  if (DISK_FULL.has(codeOf(error) ?? ""))
    return new FengsuiError("records.disk_full", messageOf(error), { cause: error });
  if (NO_TEXT.has(codeOf(error) ?? ""))
    return new FengsuiError("http.invalid", "a text holds the character U+0000, which cannot be kept", {
      cause: error,
    });
  if (isUnreachable(error))
    return new FengsuiError("records.unavailable", messageOf(error), { cause: error });
  return error;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Something of this name is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === "23505";
}

/** One of these constraints refused it; a trigger names one too. */
export function violates(error: unknown, ...constraints: readonly string[]): boolean {
  return (
    error instanceof Error &&
    "constraint" in error &&
    constraints.some((constraint) => constraint === error.constraint)
  );
}
