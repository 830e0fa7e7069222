// SPDX-License-Identifier: Apache-2.0
/** The log of the program itself: one JSON object a line, without secrets. */
import { type DestinationStream, type Logger as PinoLogger, pino } from "pino";
import { redactRecord, redactText } from "./redact.ts";

/** What the product logs with: a message for people, and fields for programs. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** The same log, with fields that every line has. */
  child(fields: object): Logger;
}

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    messageKey: "message",
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redactRecord },
    hooks: { streamWrite: redactText },
  };
  return withoutSecrets(destination === undefined ? pino(options) : pino(options, destination));
}

/** The fields of a child pass no formatter of pino's. */
function withoutSecrets(logger: PinoLogger): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => withoutSecrets(logger.child(redactRecord(fields))),
  };
}

export const silentLogger: Logger = createLogger("silent");
