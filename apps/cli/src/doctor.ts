// SPDX-License-Identifier: Apache-2.0
/** `fengsui doctor`: has the hub that is installed beside this command look at what it stands on. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { FengsuiError } from "@fengsui/contract";
import { EXIT, type ExitCode } from "./exit-codes.ts";

export const DOCTOR_FORMATS = ["text", "json"] as const;

export interface DoctorOptions {
  readonly format: (typeof DOCTOR_FORMATS)[number];
}

/** As source beside source, and as what was built beside what was built. */
const HUB = fileURLToPath(new URL(`../../hub/src/main${extname(import.meta.filename)}`, import.meta.url));

export async function doctor({ format }: DoctorOptions): Promise<ExitCode> {
  if (!existsSync(HUB)) throw new FengsuiError("hub.not_installed", `${HUB} is not there`);
  const child = spawn(process.execPath, [HUB, "doctor", "--format", format], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code === EXIT.ok || code === EXIT.found || code === EXIT.usage) return code;
  return EXIT.internal;
}
