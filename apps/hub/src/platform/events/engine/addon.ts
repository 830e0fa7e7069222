// SPDX-License-Identifier: Apache-2.0
/**
 * The native part of chDB, which is ClickHouse as a library, as its npm package for this platform exports it. We use
 * it without the package `chdb` around it: that one runs a script when installed, binds parameters through state that
 * all connections share, and lets no statement choose its own insert format.
 */
import { createRequire } from "node:module";

/** One connection runs one statement at a time, and must not be closed while it does. */
export type NativeConnection = unknown;
export type NativeStream = unknown;

export interface Addon {
  CreateConnection(directory: string, args: readonly string[]): NativeConnection;
  CloseConnection(connection: NativeConnection): void;
  QueryAsyncConnection(
    connection: NativeConnection,
    sql: string,
    format: string,
  ): Promise<{ readonly bytes: Uint8Array }>;
  /** Appends the data to the statement: of the formats of text only, as a line break inside ends the data. */
  InsertRawAsyncConnection(
    connection: NativeConnection,
    statement: string,
    data: Uint8Array,
    countsLines: boolean,
  ): Promise<{ readonly rowsWritten: number }>;
  /** One statement, no `SET` before it. */
  StreamQuery(connection: NativeConnection, sql: string, format: string): NativeStream;
  StreamFetch(stream: NativeStream): Promise<{ readonly bytes: Uint8Array; readonly done: boolean }>;
  StreamCancel(stream: NativeStream): void;
}

const FUNCTIONS = [
  "CreateConnection",
  "CloseConnection",
  "QueryAsyncConnection",
  "InsertRawAsyncConnection",
  "StreamQuery",
  "StreamFetch",
  "StreamCancel",
];

/** glibc only: there is none for musl. */
export const ADDON_PACKAGE = `@chdb/lib-${process.platform}-${process.arch}${process.platform === "linux" ? "-gnu" : ""}`;

export function loadAddon(): Addon {
  const addon: unknown = createRequire(import.meta.url)(ADDON_PACKAGE);
  if (isAddon(addon)) return addon;
  throw new TypeError(`${ADDON_PACKAGE} lacks one of ${FUNCTIONS.join(", ")}`);
}

function isAddon(value: unknown): value is Addon {
  if (typeof value !== "object" || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  return FUNCTIONS.every((name) => typeof members.get(name) === "function");
}
