// SPDX-License-Identifier: Apache-2.0
/** The doctor looks at everything that the hub stands on, changes nothing, and says what to do. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { FengsuiError } from "@fengsui/contract";
import { type Config, readConfig, type Surroundings } from "../config/index.ts";
import { lookAtDataDirectory } from "./data-directory.ts";
import { type Finding, type Look, lookAt, ok, warn } from "./finding.ts";
import { MACHINE } from "./machine.ts";
import { lookAtMail } from "./mail.ts";
import { lookAtNetwork } from "./network.ts";
import { lookAtSchema } from "./schema.ts";
import { lookAtStores } from "./stores.ts";

export { type Finding, renderFindings } from "./finding.ts";

export interface DoctorParts {
  readonly consoleFolder: string;
  readonly surroundings?: Surroundings;
}

export async function runDoctor({ consoleFolder, surroundings }: DoctorParts): Promise<Finding[]> {
  const findings = await lookAtAll(MACHINE);
  const { config, finding } = lookAtConfig(surroundings);
  findings.push(finding);
  findings.push(...(await lookAtAll([{ name: "console", look: () => lookAtConsole(consoleFolder) }])));
  // Where it lies and listens is not known while the configuration is wrong.
  if (config === undefined) return findings;
  const looks = [
    ...lookAtDataDirectory(config),
    ...lookAtStores(config),
    ...lookAtSchema(config),
    ...lookAtNetwork(config),
    ...lookAtMail(config),
  ];
  return [...findings, ...(await lookAtAll(looks))];
}

async function lookAtAll(looks: readonly Look[]): Promise<Finding[]> {
  return await Promise.all(looks.map(lookAt));
}

function lookAtConfig(surroundings?: Surroundings): { config?: Config; finding: Finding } {
  const name = "configuration";
  try {
    const config = surroundings === undefined ? readConfig() : readConfig(surroundings);
    const [first] = config.warnings;
    if (first === undefined) return { config, finding: { name, ...ok("can be read") } };
    const detail = config.warnings.join("\n");
    return { config, finding: { name, ...warn(detail, "See docs/reference/configuration.md.") } };
  } catch (error) {
    if (!(error instanceof FengsuiError)) throw error;
    return { finding: { name, status: "fail", detail: error.detail, hint: error.hint } };
  }
}

function lookAtConsole(folder: string) {
  if (existsSync(join(folder, "index.html"))) return ok("is built");
  return warn("is not built", "`npm start` builds it; it needs what `npm ci` installs without --omit=dev.");
}
