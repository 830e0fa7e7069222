// SPDX-License-Identifier: Apache-2.0
/** What went wrong with a statement, as ClickHouse says it over HTTP. */

/** Of src/Common/ErrorCodes.cpp in ClickHouse. */
export const BAD_ARGUMENTS = 36;
export const TOO_MANY_SIMULTANEOUS_QUERIES = 202;
export const QUERY_WAS_CANCELLED = 394;
const UNKNOWN_EXCEPTION = 1002;

const NAMES: Readonly<Record<number, string>> = {
  [BAD_ARGUMENTS]: "BAD_ARGUMENTS",
  [TOO_MANY_SIMULTANEOUS_QUERIES]: "TOO_MANY_SIMULTANEOUS_QUERIES",
  [QUERY_WAS_CANCELLED]: "QUERY_WAS_CANCELLED",
};

export class EngineFailure extends Error {
  override readonly name = "EngineFailure";
  readonly exceptionCode: number;
  readonly status: number;

  constructor(exceptionCode: number, reason: string, status = 500) {
    super(
      `Code: ${exceptionCode}. DB::Exception: ${reason}. (${NAMES[exceptionCode] ?? "UNKNOWN_EXCEPTION"})`,
    );
    this.exceptionCode = exceptionCode;
    this.status = status;
  }
}

export interface FailureAnswer {
  readonly status: number;
  readonly exceptionCode: number;
  readonly text: string;
}

/** The engine's own errors begin with their code. */
export function describeFailure(error: unknown): FailureAnswer {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof EngineFailure)
    return { status: error.status, exceptionCode: error.exceptionCode, text };
  const code = /^Code: (\d+)\./.exec(text)?.[1];
  if (code !== undefined) return { status: 500, exceptionCode: Number(code), text };
  return describeFailure(new EngineFailure(UNKNOWN_EXCEPTION, text));
}
