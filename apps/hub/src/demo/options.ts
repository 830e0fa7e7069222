// SPDX-License-Identifier: Apache-2.0
/** What can be said of the demo on the command line. */
import { FengsuiError, LANGUAGES } from "@fengsui/contract";
import { type Config, readConfig, readSurroundings } from "../platform/config/index.ts";

export interface DemoOptions {
  /** Of the story's time to real time; infinite: everything at once. */
  readonly speed: number;
  /** Another one gives another ordinary day. */
  readonly seed: string;
  /** Of the people in it. */
  readonly language: (typeof LANGUAGES)[number];
}

export const DEMO_ARGUMENTS = {
  demo: { type: "boolean" },
  // An hour a minute.
  "demo-speed": { type: "string", default: "60" },
  "demo-seed": { type: "string", default: "1" },
  "demo-language": { type: "string", default: "en" },
} as const;

type Given = Readonly<Record<Exclude<keyof typeof DEMO_ARGUMENTS, "demo">, string>>;

const MAX_SPEED = 10_000;

export function readDemoOptions(given: Given): DemoOptions {
  const text = given["demo-language"];
  const language = LANGUAGES.find((one) => one === text);
  if (language === undefined) throw refused("--demo-language", LANGUAGES.join(" or "), text);
  return { speed: readSpeed(given["demo-speed"]), seed: given["demo-seed"], language };
}

function readSpeed(text: string): number {
  if (text === "max") return Number.POSITIVE_INFINITY;
  const speed = Number(text);
  if (speed >= 1 && speed <= MAX_SPEED) return speed;
  throw refused("--demo-speed", `a number from 1 to ${MAX_SPEED}, or max`, text);
}

function refused(option: string, wanted: string, given: string): FengsuiError {
  return new FengsuiError("usage.invalid", `${option} is ${wanted}, not "${given}"`, {
    hint: "Run `npm start -- --help`.",
  });
}

/** As of any hub, in a directory of the demo's own where none is named. */
export function readDemoConfig(): Config {
  return readConfig({ ...readSurroundings(), directoryName: "fengsui-demo" });
}
