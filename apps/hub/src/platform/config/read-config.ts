// SPDX-License-Identifier: Apache-2.0
/** Reads the configuration: the environment before the file, the file before the defaults. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { FengsuiError } from "@fengsui/contract";
import { parseDocument } from "yaml";
import { buildConfig, type Config, isSettingName, type Written } from "./config.ts";
import { CONFIG_FILE_VARIABLE, SETTINGS } from "./settings.ts";

/** What the configuration depends on. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly home: string;
  /** Of the default data directory. */
  readonly directoryName?: string;
}

/** Variables of our name that other parts read. */
const OTHER_VARIABLES = new Set([CONFIG_FILE_VARIABLE, "FENGSUI_DEBUG", "FENGSUI_CORPUS"]);

export function readConfig(surroundings: Surroundings = readSurroundings()): Config {
  const { environment } = surroundings;
  const file = environment[CONFIG_FILE_VARIABLE];
  const fromFile = file === undefined || file === "" ? {} : readConfigFile(file);
  const values: Record<string, unknown> = { ...defaults(surroundings), ...fromFile };
  const places: Record<string, string> = {};
  for (const name of Object.keys(fromFile)) places[name] = `${name} in ${file}`;
  for (const [name, { variable }] of Object.entries(SETTINGS)) {
    const text = environment[variable];
    if (text === undefined || text === "") continue;
    values[name] = text;
    places[name] = variable;
  }
  return buildConfig({ values, places, warnings: warn(environment) } satisfies Written);
}

export function readSurroundings(): Surroundings {
  return {
    // biome-ignore lint/style/noProcessEnv: the environment is read here and nowhere else
    environment: process.env,
    isRoot: process.getuid?.() === 0,
    home: homedir(),
  };
}

function defaults(surroundings: Surroundings): Record<string, unknown> {
  const values: Record<string, unknown> = { dataDir: defaultDataDir(surroundings) };
  for (const [name, { default: value }] of Object.entries(SETTINGS))
    if (value !== undefined) values[name] = value;
  return values;
}

function defaultDataDir({ environment, isRoot, home, directoryName = "fengsui" }: Surroundings): string {
  if (isRoot) return `/var/lib/${directoryName}`;
  const dataHome = environment["XDG_DATA_HOME"];
  // A relative path in the variable is to be ignored (XDG Base Directory Specification).
  return `${dataHome?.startsWith("/") ? dataHome : `${home}/.local/share`}/${directoryName}`;
}

/** JSON is YAML, too. */
function readConfigFile(path: string): Record<string, unknown> {
  const text = readText(path);
  const document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) throw new FengsuiError("config.file_unreadable", `${path}: ${error.message}`);
  const content: unknown = document.toJS({ maxAliasCount: 0 });
  if (content === null) return {};
  if (typeof content !== "object" || Array.isArray(content))
    throw new FengsuiError(
      "config.file_unreadable",
      `${path}: holds no settings, as in "listen: 127.0.0.1:7480"`,
    );
  return Object.fromEntries(Object.entries(content));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FengsuiError("config.file_unreadable", `${path}: ${reason}`, { cause });
  }
}

/** A misspelt variable would be without effect and without a word. */
function warn(environment: Surroundings["environment"]): string[] {
  const known = new Set([...OTHER_VARIABLES, ...Object.values(SETTINGS).map(({ variable }) => variable)]);
  return Object.keys(environment)
    .filter((name) => name.startsWith("FENGSUI_") && !known.has(name))
    .map((name) => `${name} is no setting of the hub`);
}

export interface SettingRow {
  readonly name: string;
  readonly variable: string;
  readonly default: string;
  readonly meaning: string;
}

/** Every setting, for the documentation. */
export function describeConfig(): SettingRow[] {
  return Object.entries(SETTINGS)
    .filter(([name]) => isSettingName(name))
    .map(([name, setting]) => ({
      name,
      variable: setting.variable,
      default: setting.defaultInWords ?? (setting.default ? `\`${setting.default}\`` : "none"),
      meaning: setting.meaning,
    }));
}
