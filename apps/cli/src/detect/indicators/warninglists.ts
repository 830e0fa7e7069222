// SPDX-License-Identifier: Apache-2.0
/** Files of warninglists, in MISP's form, and folders as MISP keeps them: a `list.json` for each. */
import { FengsuiError } from "@fengsui/contract";
import { WARNINGLIST_TYPES, type Warninglist, Warninglists } from "@fengsui/indicators";
import { isJsonObject } from "@fengsui/sigma";
import { fileProblem, findFiles } from "../../find-files.ts";
import { readJsonFile } from "./read.ts";

export function readWarninglists(paths: readonly string[]): Warninglists {
  const { files, problems } = findFiles(paths, (name) => name === "list.json");
  const [problem] = problems;
  if (problem !== undefined) throw problem;
  if (files.length === 0 && paths.length > 0)
    throw new FengsuiError("input.unreadable", `${paths.join(", ")}: no warninglist`, {
      hint: "In a folder, each file that is called list.json is one.",
    });
  return new Warninglists(files.map(({ path }) => readOne(path)));
}

function readOne(path: string): Warninglist {
  const value = readFile(path);
  const isMap = isJsonObject(value);
  const { name, type, list, matching_attributes: attributes } = isMap ? value : {};
  const known = WARNINGLIST_TYPES.find((one) => one === type);
  if (known === undefined || !Array.isArray(list))
    throw new FengsuiError("input.unreadable", `${path}: no warninglist of MISP`, {
      hint: `A warninglist is JSON with \`name\`, \`list\` and a \`type\` of ${WARNINGLIST_TYPES.join(", ")}.`,
    });
  return {
    name: typeof name === "string" ? name : path,
    type: known,
    matchingAttributes: Array.isArray(attributes) ? attributes.map(String) : [],
    list: list.map(String),
  };
}

function readFile(path: string): ReturnType<typeof readJsonFile> {
  try {
    return readJsonFile(path);
  } catch (error) {
    throw error instanceof FengsuiError ? error : fileProblem(path, error);
  }
}
