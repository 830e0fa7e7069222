// SPDX-License-Identifier: Apache-2.0
/**
 * The table of who may import whom. `check-boundaries.ts` enforces it, `generate-docs.ts` prints it into
 * ARCHITECTURE.md; there is no other copy. To allow a new import, change this table in the change that needs it.
 */

export interface Zone {
  readonly name: string;
  readonly folder: string;
  /** The package's name: the only way in from outside. Absent where nobody may import from the folder. */
  readonly door?: string;
  /** A second way in, for tests of the product as a whole. */
  readonly testDoor?: string;
  readonly mayImport: readonly string[];
  /** Imports no module of Node outside its tests, so that it runs anywhere. */
  readonly isPure?: true;
}

const APPS_MAY_IMPORT = ["client", "contract", "sigma", "indicators", "stix", "logs"];

export const ALLOWED: readonly Zone[] = [
  { name: "contract", folder: "packages/contract", door: "@fengsui/contract", mayImport: [], isPure: true },
  { name: "sigma", folder: "packages/sigma", door: "@fengsui/sigma", mayImport: [], isPure: true },
  {
    name: "indicators",
    folder: "packages/indicators",
    door: "@fengsui/indicators",
    mayImport: [],
    isPure: true,
  },
  { name: "stix", folder: "packages/stix", door: "@fengsui/stix", mayImport: [], isPure: true },
  { name: "logs", folder: "packages/logs", door: "@fengsui/logs", mayImport: [] },
  { name: "client", folder: "packages/client", door: "@fengsui/client", mayImport: ["contract"] },
  {
    name: "hub",
    folder: "apps/hub",
    door: "@fengsui/hub",
    testDoor: "@fengsui/hub/test-provider",
    mayImport: APPS_MAY_IMPORT,
  },
  { name: "console", folder: "apps/console", door: "@fengsui/console", mayImport: APPS_MAY_IMPORT },
  { name: "cli", folder: "apps/cli", door: "fengsui", mayImport: APPS_MAY_IMPORT },
  { name: "bench", folder: "bench", mayImport: ["client", "contract", "sigma", "logs", "indicators"] },
  { name: "scripts", folder: "scripts", mayImport: ["contract", "sigma", "logs"] },
  { name: "acceptance", folder: "test/acceptance", mayImport: [...APPS_MAY_IMPORT, "hub", "console", "cli"] },
];

export interface Layer {
  readonly name: string;
  readonly mayImport: readonly string[];
}

export const HUB_SOURCE = "apps/hub/src/";

/** The layers inside `apps/hub/src`: a file or folder of that name directly below it. */
export const HUB_LAYERS: readonly Layer[] = [
  { name: "main", mayImport: ["demo", "compose", "roles", "features", "platform"] },
  { name: "demo", mayImport: ["compose", "features", "platform"] },
  { name: "compose", mayImport: ["roles", "features", "platform"] },
  { name: "roles", mayImport: ["features", "platform"] },
  { name: "features", mayImport: ["platform"] },
  { name: "platform", mayImport: [] },
  { name: "test-kit", mayImport: ["main", "demo", "compose", "roles", "features", "platform"] },
];

export function zoneOf(path: string): Zone | undefined {
  return ALLOWED.find((zone) => path.startsWith(`${zone.folder}/`));
}

export function zoneOfDoor(specifier: string): Zone | undefined {
  return ALLOWED.find(
    ({ door }) => door !== undefined && (specifier === door || specifier.startsWith(`${door}/`)),
  );
}

/** "features" for apps/hub/src/features/cases/index.ts; undefined outside the hub. */
export function hubLayerOf(path: string): string | undefined {
  if (!path.startsWith(HUB_SOURCE)) return undefined;
  return path
    .slice(HUB_SOURCE.length)
    .split("/")[0]
    ?.replace(/(\.test)?\.tsx?$/, "");
}

/** "cases" for apps/hub/src/features/cases/index.ts. */
export function sliceOf(path: string): string | undefined {
  const [layer, slice, file] = path.startsWith(HUB_SOURCE) ? path.slice(HUB_SOURCE.length).split("/") : [];
  return layer === "features" && file !== undefined ? slice : undefined;
}

/** The table as ARCHITECTURE.md shows it. */
export function renderBoundaries(): string {
  const list = (names: readonly string[]) => (names.length === 0 ? "nothing of ours" : names.join(", "));
  const zones = ALLOWED.map(
    ({ name, folder, mayImport, isPure }) =>
      `| ${name} | \`${folder}\` | ${list(mayImport)} | ${isPure ? "yes" : ""} |`,
  );
  const layers = HUB_LAYERS.map(({ name, mayImport }) => `| ${name} | ${list(mayImport)} |`);
  return [
    "| Zone | Folder | May import | No module of Node |",
    "|---|---|---|---|",
    ...zones,
    "",
    `Inside \`${HUB_SOURCE.slice(0, -1)}\`:`,
    "",
    "| Layer | May import |",
    "|---|---|",
    ...layers,
  ].join("\n");
}
