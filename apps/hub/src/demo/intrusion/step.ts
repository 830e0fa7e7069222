// SPDX-License-Identifier: Apache-2.0
/** A step of the staged intrusion: a record that a source tells of at a minute of the story. */
import type { LogLine } from "../logs/line.ts";
import type { ProcessStart } from "../logs/windows.ts";
import { startOf } from "../logs/windows.ts";
import type { DemoMember } from "../sector/index.ts";

export interface Step {
  /** Of the story; a fraction is seconds. */
  readonly minute: number;
  readonly member: DemoMember;
  /** Of the member. */
  readonly source: string;
  write(at: number): LogLine;
}

/** What a rule has to find, and about whom. */
export interface ExpectedAlert {
  readonly member: DemoMember;
  /** As its file is called. */
  readonly rule: string;
  readonly entity: string;
}

/** A person or program at a Windows machine. */
export function seat(member: DemoMember, host: string, user: string) {
  const step = (minute: number, write: Step["write"]): Step => ({ minute, member, source: "windows", write });
  return {
    step,
    starts: (minute: number, start: Omit<ProcessStart, "user">): Step =>
      step(minute, (at) => startOf({ member, host, at }, { ...start, user })),
  };
}

export const SYSTEM32 = "C:\\Windows\\System32\\";
export const CMD = `${SYSTEM32}cmd.exe`;
export const POWERSHELL = `${SYSTEM32}WindowsPowerShell\\v1.0\\powershell.exe`;
export const LSASS = `${SYSTEM32}lsass.exe`;
/** Whoever is behind it, from outside; addresses for documentation (RFC 5737). */
export const THEIRS = { control: "203.0.113.77", drop: "198.51.100.24", dropName: "files.transfer.example" };
