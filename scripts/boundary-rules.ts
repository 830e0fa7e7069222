// SPDX-License-Identifier: Apache-2.0
/** The rules for a single import, read off the table in `boundaries.ts`. */
import { isBuiltin } from "node:module";
import { posix } from "node:path";
import { HUB_LAYERS, HUB_SOURCE, hubLayerOf, sliceOf, type Zone, zoneOf, zoneOfDoor } from "./boundaries.ts";
import type { ImportSite } from "./imports.ts";
import { isTestFile, type Problem, type SourceFile } from "./source-tree.ts";

/** One import, with what it points to. */
export interface Link {
  readonly file: string;
  readonly site: ImportSite;
  readonly from: Zone;
  /** The zone it reaches; undefined for Node and for packages that are not ours. */
  readonly to: Zone | undefined;
  /** The file it reaches, as far as it is ours. */
  readonly target: string | undefined;
}

export function resolveImport(file: string, site: ImportSite, from: Zone): Link {
  if (site.specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(file), site.specifier);
    return { file, site, from, to: zoneOf(target), target };
  }
  const to = zoneOfDoor(site.specifier);
  return { file, site, from, to, target: to === undefined ? undefined : `${to.folder}/src/index.ts` };
}

type Finding = Pick<Problem, "message" | "mend"> | undefined;

function checkZone({ file, site, from, to, target }: Link): Finding {
  const { specifier } = site;
  if (to === undefined) {
    if (specifier.startsWith("@fengsui/") || target !== undefined)
      return {
        message: `"${specifier}" is in no zone of the table`,
        mend: "import a package by its name; a new package needs a line in scripts/boundaries.ts",
      };
    return undefined;
  }
  if (to !== from && target !== undefined && specifier.startsWith("."))
    return {
      message: `"${specifier}" reaches into ${to.folder} from outside`,
      mend: to.door === undefined ? `nobody may import from ${to.folder}` : `import "${to.door}"`,
    };
  const isDoor = specifier === to.door || (specifier === to.testDoor && isTestFile(file));
  if (!specifier.startsWith(".") && !isDoor)
    return { message: `"${specifier}" reaches behind the door of ${to.name}`, mend: `import "${to.door}"` };
  if (to !== from && !from.mayImport.includes(to.name))
    return {
      message: `${from.name} may not import ${to.name}`,
      mend: `${from.name} may import: ${from.mayImport.join(", ") || "nothing of ours"}; move the code, or pass it in`,
    };
  return undefined;
}

function checkPurity({ file, site, from }: Link): Finding {
  if (from.isPure !== true || isTestFile(file) || !isBuiltin(site.specifier)) return undefined;
  return {
    message: `${from.name} is pure and may not import "${site.specifier}"`,
    mend: "let the caller do it and pass in the result",
  };
}

function checkTestImport({ file, target }: Link): Finding {
  if (target === undefined || isTestFile(file) || !isTestFile(target)) return undefined;
  return { message: `"${target}" is for tests only`, mend: "move what is needed out of the test" };
}

function checkHubLayer({ file, target }: Link): Finding {
  const from = hubLayerOf(file);
  const to = target === undefined ? undefined : hubLayerOf(target);
  if (from === undefined || to === undefined || target === undefined) return undefined;
  const isSameSlice = sliceOf(file) !== undefined && sliceOf(file) === sliceOf(target);
  const isBetweenSlices = from === "features" && to === "features";
  const layer = HUB_LAYERS.find(({ name }) => name === from);
  const mayUse = layer?.mayImport.includes(to) || (to === "test-kit" && isTestFile(file));
  if (from !== to && !mayUse)
    return {
      message: `in the hub, ${from} may not import ${to}`,
      mend: "imports go main/compose → roles → features → platform",
    };
  const isDoor = target === `${HUB_SOURCE}features/${sliceOf(target)}/index.ts`;
  if (to === "features" && from !== "test-kit" && !isSameSlice && !isDoor)
    return {
      message: `"${target}" reaches behind the door of a slice${isBetweenSlices ? " from another slice" : ""}`,
      mend: `import features/${sliceOf(target)}/index.ts`,
    };
  return undefined;
}

const CHECKS = [checkZone, checkPurity, checkTestImport, checkHubLayer];

/** What is wrong with one import; nothing, if it keeps the table. */
export function checkImport(link: Link): Problem[] {
  return CHECKS.flatMap((check) => {
    const finding = check(link);
    return finding === undefined ? [] : [{ file: link.file, line: link.site.line, ...finding }];
  });
}

export function checkPlace({ path }: SourceFile): Problem[] {
  const layer = hubLayerOf(path);
  if (zoneOf(path) === undefined)
    return [
      { file: path, message: "is in no zone", mend: "give its folder a line in scripts/boundaries.ts" },
    ];
  if (layer !== undefined && HUB_LAYERS.every(({ name }) => name !== layer))
    return [
      {
        file: path,
        message: `the hub has no layer "${layer}"`,
        mend: `put it below one of: ${HUB_LAYERS.map(({ name }) => name).join(", ")}`,
      },
    ];
  return [];
}
