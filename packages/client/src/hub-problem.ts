// SPDX-License-Identifier: Apache-2.0
/** What went wrong between us and the hub: its own problem (RFC 9457), or that there was no answer to understand. */
import { PROBLEM, type Problem } from "@fengsui/contract";

export type HubProblemKind = "refused" | "unreachable" | "not_understood";

export class HubProblem extends Error {
  override readonly name = "HubProblem";
  readonly kind: HubProblemKind;
  /** What the hub said, where it said something. */
  readonly problem: Problem | undefined;
  readonly status: number | undefined;

  constructor(
    kind: HubProblemKind,
    message: string,
    about: { problem?: Problem; status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: about.cause });
    this.kind = kind;
    this.problem = about.problem;
    this.status = about.problem?.status ?? about.status;
  }

  get code(): string | undefined {
    return this.problem?.code;
  }
}

/** A proxy in between answers in its own words. */
export async function problemOf(response: Response): Promise<HubProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = PROBLEM.safeParse(body);
  if (parsed.success) return new HubProblem("refused", parsed.data.title, { problem: parsed.data });
  return new HubProblem("not_understood", `HTTP ${response.status}`, { status: response.status });
}
