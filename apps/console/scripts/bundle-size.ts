// SPDX-License-Identifier: Apache-2.0
/** How much script a browser fetches before a page is there, compressed, read off the manifest of the build. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { z } from "zod";

export const MAX_FIRST_VIEW_BYTES = 350_000;

const MANIFEST = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).optional(), isEntry: z.boolean().optional() }),
);
export type Manifest = z.infer<typeof MANIFEST>;

/** Chunks that are always fetched, and those of the page: what it loads when it is opened, and what that imports. */
export function chunksOf(manifest: Manifest, roots: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    const chunk = manifest[name];
    if (chunk === undefined) throw new TypeError(`the manifest has no "${name}"`);
    found.add(name);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  for (const root of roots) visit(root);
  return found;
}

const LAYOUT = "src/app/layout.tsx";
const LEDGER_TEXTS = ["src/locales/ledger/zh-CN.json"];
export const VIEWS: Readonly<Record<string, readonly string[]>> = {
  "sign-in": ["src/features/access/sign-in-page.tsx"],
  situation: [LAYOUT, "src/features/situation/situation-page.tsx"],
  search: [LAYOUT, "src/features/search/search-page.tsx", "src/locales/search/zh-CN.json"],
  "dead-letters": [LAYOUT, "src/features/dead-letters/dead-letters-page.tsx"],
  suppressions: [LAYOUT, "src/features/suppressions/suppressions-page.tsx"],
  retrospections: [LAYOUT, "src/features/retrospections/retrospections-page.tsx"],
  orders: [LAYOUT, "src/features/orders/orders-page.tsx", "src/locales/orders/zh-CN.json"],
  cases: [LAYOUT, "src/features/cases/cases-page.tsx"],
  alerts: [LAYOUT, "src/features/alerts/alerts-page.tsx"],
  systems: [LAYOUT, ...LEDGER_TEXTS, "src/features/ledger/systems/systems-page.tsx"],
  assets: [LAYOUT, ...LEDGER_TEXTS, "src/features/ledger/assets/assets-page.tsx"],
  proposals: [LAYOUT, ...LEDGER_TEXTS, "src/features/ledger/proposals/proposals-page.tsx"],
  import: [LAYOUT, ...LEDGER_TEXTS, "src/features/ledger/imports/import-page.tsx"],
  sources: [LAYOUT, "src/features/sources/sources-page.tsx", "src/locales/sources/zh-CN.json"],
  rules: [LAYOUT, "src/features/rules/rules-page.tsx", "src/locales/rules/zh-CN.json"],
  indicators: [LAYOUT, "src/features/indicators/indicators-page.tsx", "src/locales/indicators/zh-CN.json"],
};

export interface ViewSize {
  readonly view: string;
  readonly scriptBytes: number;
  readonly chunks: number;
}

export function measureViews(dist: string): ViewSize[] {
  const text = readFileSync(join(dist, ".vite/manifest.json"), "utf8");
  const manifest = MANIFEST.parse(JSON.parse(text));
  const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry);
  if (entry === undefined) throw new TypeError("the manifest has no entry");
  return Object.entries(VIEWS).map(([view, pages]) => {
    const names = chunksOf(manifest, [entry, "src/locales/zh-CN.json", ...pages]);
    const files = new Set([...names].map((name) => manifest[name]?.file ?? ""));
    const sizes = [...files].map((file) => gzipSync(readFileSync(join(dist, file))).length);
    return { view, scriptBytes: sizes.reduce((sum, size) => sum + size, 0), chunks: files.size };
  });
}
