// SPDX-License-Identifier: Apache-2.0
/**
 * One statement on a connection of its own. Settings and parameters of a connection stay for what it runs next, so a
 * connection is used once: opening one costs a fifth of a millisecond, and nothing can leak.
 */
import type { Addon, NativeConnection } from "./addon.ts";
import { BAD_ARGUMENTS, EngineFailure, QUERY_WAS_CANCELLED } from "./failure.ts";
import type { Statement } from "./statement.ts";

/** Formats that are a sequence of rows, so that pieces of them can be sent as they come. */
const ROW_FORMAT =
  /^(JSON(Compact)?(Strings)?EachRow(WithNames(AndTypes)?)?|(TabSeparated|TSV|CSV)(WithNames(AndTypes)?)?|RowBinary(WithNames(AndTypes)?)?)$/;
/** Formats that escape line breaks inside a value: the engine takes a bare one for the end of what it inserts. */
const INSERT_FORMAT = /^(JSON(Compact)?(Strings)?EachRow|TabSeparated|TSV|CSV)$/;
const READS = /^\s*(SELECT|WITH)\b/i;

const ENGINE_CONNECTION_FORMAT = "TabSeparated";

export class Session implements Disposable {
  readonly #addon: Addon;
  readonly #connection: NativeConnection;
  readonly #statement: Statement;

  static async open(addon: Addon, directory: string, statement: Statement, tag: string): Promise<Session> {
    const session = new Session(addon, directory, statement);
    try {
      await session.#prepare(tag);
      return session;
    } catch (error) {
      session[Symbol.dispose]();
      throw error;
    }
  }

  private constructor(addon: Addon, directory: string, statement: Statement) {
    this.#addon = addon;
    this.#statement = statement;
    this.#connection = addon.CreateConnection(directory, []);
  }

  /** The tag is what the statement is found by, to stop it. */
  async #prepare(tag: string): Promise<void> {
    const assignments = [...this.#statement.settings, ["log_comment", tag] as const];
    const isParameter = ([name]: readonly [string, string]) => name.startsWith("param_");
    // Settings first: one of them says how long a statement may be, and so how long the parameters.
    await this.#set(assignments.filter((one) => !isParameter(one)));
    await this.#set(assignments.filter(isParameter));
    const { database } = this.#statement;
    if (database !== undefined) await this.#run(`USE ${quote(database, "`")}`);
  }

  async #set(assignments: readonly (readonly [string, string])[]): Promise<void> {
    if (assignments.length > 0)
      await this.#run(`SET ${assignments.map(([name, value]) => assign(name, value)).join(", ")}`);
  }

  async #run(sql: string): Promise<Uint8Array> {
    const { bytes } = await this.#addon.QueryAsyncConnection(this.#connection, sql, ENGINE_CONNECTION_FORMAT);
    return bytes;
  }

  get canStream(): boolean {
    return READS.test(this.#statement.sql) && ROW_FORMAT.test(this.#statement.format);
  }

  /** Rows as they come, a block of the engine at a time. Between two of them it can be stopped. */
  async *stream(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const { sql, format } = this.#statement;
    const stream = this.#addon.StreamQuery(this.#connection, sql.replace(/;\s*$/, ""), format);
    let isDone = false;
    try {
      for (;;) {
        if (signal.aborted) throw new EngineFailure(QUERY_WAS_CANCELLED, "the client went away");
        const { bytes, done } = await this.#addon.StreamFetch(stream);
        isDone = done;
        if (done) return;
        yield bytes;
      }
    } catch (error) {
      isDone = true; // the engine has let go of it
      throw error;
    } finally {
      if (!isDone) this.#addon.StreamCancel(stream);
    }
  }

  async query(): Promise<Uint8Array> {
    const { sql, format } = this.#statement;
    const { bytes } = await this.#addon.QueryAsyncConnection(this.#connection, sql, format);
    return bytes;
  }

  /** Resolves to the rows written, those of views among them, after they are as durable as their tables ask for. */
  async insert(data: Buffer): Promise<number> {
    const { sql, format } = this.#statement;
    if (!/^\s*INSERT\b/i.test(sql) || !INSERT_FORMAT.test(format))
      throw new EngineFailure(
        BAD_ARGUMENTS,
        `no data can be given to this statement in the format ${format}`,
      );
    const { rowsWritten } = await this.#addon.InsertRawAsyncConnection(
      this.#connection,
      sql.replace(/[\s;]+$/, ""),
      data,
      false,
    );
    return rowsWritten;
  }

  [Symbol.dispose](): void {
    this.#addon.CloseConnection(this.#connection);
  }
}

function assign(name: string, value: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new EngineFailure(BAD_ARGUMENTS, "a setting has no valid name");
  return `${name} = ${quote(value, "'")}`;
}

export function quote(text: string, mark: "'" | "`"): string {
  return `${mark}${text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`)}${mark}`;
}
