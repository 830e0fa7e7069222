// SPDX-License-Identifier: Apache-2.0
/**
 * Linux writes one execution as several audit records with one id: SYSCALL (which program, process and user), EXECVE
 * (the arguments), CWD, PATH, PROCTITLE. Each record stays an event of its own, as rules about auditd expect; EXECVE
 * waits for the others and gets what they know, so that it alone says what was started. Records of other events may
 * stand between them. What waits is bounded in number and size.
 */
import { type EventFields, type JsonObject, type JsonValue, setFieldIfAbsent } from "./json.ts";

const MAX_OPEN = 64;
const MAX_OPEN_BYTES = 4 * 1024 * 1024;
/** The arguments of the system call are pointers, and must not be taken for those of the program. */
const POINTER = /^a[0-3]$/;
const MAX_ARGUMENTS = 10_000;

export type Emit = (event: JsonObject, position: number, bytes: number) => void;

interface Waiting {
  readonly event: JsonObject;
  readonly position: number;
  readonly bytes: number;
}

interface Execution {
  bytes: number;
  syscall?: JsonObject;
  cwd?: JsonValue;
  execve?: Waiting;
}

export class AuditJoiner {
  readonly #emit: Emit;
  /** In the order in which they began. */
  readonly #open = new Map<string, Execution>();
  #openBytes = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  take(event: JsonObject, position: number, bytes: number): void {
    const { audit_id: id, type } = event;
    if (id === undefined || typeof type !== "string") {
      this.#emit(event, position, bytes);
      return;
    }
    const key = `${event["node"] ?? event["hostname"]} ${event["timestamp"]} ${id}`;
    const known = this.#open.get(key);
    if (type === "SYSCALL" || type === "EXECVE") this.#note(key, known, { event, position, bytes });
    else if (known !== undefined && type === "CWD") known.cwd = event["cwd"] ?? "";
    const isLast = type === "PROCTITLE" || type === "EOE";
    if (known !== undefined && (isLast || isComplete(known))) this.#close(key, known);
    if (type !== "EXECVE") this.#emit(event, position, bytes);
  }

  /** Lets go of all that waits. */
  flush(): void {
    for (const [key, execution] of this.#open) this.#close(key, execution);
  }

  #note(key: string, known: Execution | undefined, record: Waiting): void {
    const execution = known ?? { bytes: 0 };
    if (known === undefined) this.#open.set(key, execution);
    execution.bytes += record.bytes;
    this.#openBytes += record.bytes;
    if (record.event["type"] === "SYSCALL") execution.syscall = record.event;
    else {
      if (execution.execve !== undefined) this.#release(execution);
      execution.execve = record;
    }
    for (const [oldKey, old] of this.#open) {
      if (this.#open.size <= MAX_OPEN && this.#openBytes <= MAX_OPEN_BYTES) break;
      this.#close(oldKey, old);
    }
  }

  #close(key: string, execution: Execution): void {
    this.#open.delete(key);
    this.#openBytes -= execution.bytes;
    this.#release(execution);
  }

  #release({ execve, syscall, cwd }: Execution): void {
    if (execve === undefined) return;
    const { event, position, bytes } = execve;
    this.#emit(syscall === undefined ? event : joined(event, syscall, cwd), position, bytes);
  }
}

function isComplete({ execve, syscall, cwd }: Execution): boolean {
  return execve !== undefined && syscall !== undefined && cwd !== undefined;
}

function joined(execve: JsonObject, syscall: JsonObject, cwd: JsonValue | undefined): JsonObject {
  const fields: EventFields = { ...execve };
  for (const [name, value] of Object.entries(syscall))
    if (!POINTER.test(name)) setFieldIfAbsent(fields, name, value);
  if (cwd !== undefined) setFieldIfAbsent(fields, "cwd", cwd);
  setFieldIfAbsent(fields, "cmdline", commandLineOf(execve));
  return fields;
}

function commandLineOf(execve: JsonObject): string {
  const words: string[] = [];
  for (let n = 0; n < MAX_ARGUMENTS; n++) {
    const word = Object.hasOwn(execve, `a${n}`) ? execve[`a${n}`] : undefined;
    if (typeof word !== "string") break;
    words.push(word);
  }
  return words.join(" ");
}
