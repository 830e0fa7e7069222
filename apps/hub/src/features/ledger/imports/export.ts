// SPDX-License-Identifier: Apache-2.0
/** The ledger as tables, which can be imported again: what is true now, without history. */
import { Readable } from "node:stream";
import {
  type Asset,
  type AssetField,
  type AssetQuery,
  IMPORT_FIELDS,
  type ImportKind,
  type System,
  type SystemField,
  type SystemQuery,
} from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { personPrincipal, type Records } from "../../../platform/records/index.ts";
import type { Assets } from "../assets/service.ts";
import type { Systems } from "../systems/service.ts";
import { toCsv } from "./csv.ts";
import { headerOf } from "./headers.ts";

export interface ExportParts {
  readonly records: Records;
  readonly systems: Systems;
  readonly assets: Assets;
}

const PAGE = 500;
const SEVERAL = "; ";

type Page<Item> = (after: string | undefined) => Promise<{ items: readonly Item[]; next: string | null }>;

export class LedgerExport {
  readonly #parts: ExportParts;

  constructor(parts: ExportParts) {
    this.#parts = parts;
  }

  async systems(signedIn: SignedIn, query: Omit<SystemQuery, "after" | "limit">): Promise<Readable> {
    const names = await this.#organisationNames(signedIn);
    const page: Page<System> = async (after) => {
      const { systems, next } = await this.#parts.systems.list(signedIn, { ...query, after, limit: PAGE });
      return { items: systems, next };
    };
    return this.#table(signedIn, "systems", page, (system) =>
      IMPORT_FIELDS.systems.map((field) => systemCell(system, field, names)),
    );
  }

  async assets(signedIn: SignedIn, query: Omit<AssetQuery, "after" | "limit">, now: Date): Promise<Readable> {
    const names = await this.#systemNames(signedIn);
    const page: Page<Asset> = async (after) => {
      const { assets, next } = await this.#parts.assets.list(signedIn, { ...query, after, limit: PAGE });
      return { items: assets, next };
    };
    return this.#table(signedIn, "assets", page, (asset) =>
      IMPORT_FIELDS.assets.map((field) => assetCell(asset, field, { names, now })),
    );
  }

  #table<Item>(
    { person }: SignedIn,
    kind: ImportKind,
    page: Page<Item>,
    toRow: (item: Item) => readonly string[],
  ): Readable {
    const headers = IMPORT_FIELDS[kind].map((field) => headerOf(kind, field, person.language));
    return Readable.from(lines());

    async function* lines(): AsyncGenerator<string> {
      yield toCsv([headers]);
      let after: string | undefined;
      do {
        const { items, next } = await page(after);
        if (items.length > 0) yield toCsv(items.map(toRow), { isBegin: false });
        after = next ?? undefined;
      } while (after !== undefined);
    }
  }

  async #organisationNames({ person }: SignedIn): Promise<Names> {
    const rows = await this.#parts.records.read(personPrincipal(person), ({ read }) =>
      read.selectFrom("organisations").select(["id", "name"]).execute(),
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async #systemNames({ person }: SignedIn): Promise<Names> {
    const rows = await this.#parts.records.read(personPrincipal(person), ({ read }) =>
      read.selectFrom("systems").select(["id", "name"]).execute(),
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

type Names = ReadonlyMap<string, string>;

function systemCell(system: System, field: SystemField, names: Names): string {
  const ofPeople = (key: "name" | "role" | "phone" | "email") =>
    system.responsible.map((one) => one[key]).join(SEVERAL);
  const cells: Readonly<Record<SystemField, string>> = {
    id: system.id,
    name: system.name,
    purpose: system.purpose,
    level: String(system.level ?? ""),
    is_critical: String(system.isCritical),
    responsible: ofPeople("name"),
    responsible_role: ofPeople("role"),
    responsible_phone: ofPeople("phone"),
    responsible_email: ofPeople("email"),
    guardian: names.get(system.guardianId ?? "") ?? "",
    measures: system.measures.map(({ name }) => name).join(SEVERAL),
  };
  return cells[field];
}

function assetCell(asset: Asset, field: AssetField, { names, now }: { names: Names; now: Date }): string {
  const time = now.toISOString();
  if (field === "id" || field === "name" || field === "kind" || field === "note") return asset[field];
  if (field === "system") return names.get(asset.systemId ?? "") ?? "";
  return asset.identifiers
    .filter(({ kind, from, to }) => kind === field && (from ?? time) <= time && (to === null || to > time))
    .map(({ value }) => value)
    .join(SEVERAL);
}
