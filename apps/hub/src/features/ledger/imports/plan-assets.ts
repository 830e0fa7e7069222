// SPDX-License-Identifier: Apache-2.0
/**
 * What would become of a table of assets. Which asset a row is, the rules of identity say; an earlier row of the same
 * table is known like the ledger. What a table does not name stays; a name or address that it names instead of all
 * that is known is a new one.
 */
import {
  type AssetKind,
  IDENTIFIER_KINDS,
  type IdentifierKind,
  IMPORT_FIELDS,
  type ImportField,
} from "@fengsui/contract";
import type { Id } from "../../../platform/ids.ts";
import { beginWhereTaken, nameOf } from "../assets/claims.ts";
import type { KnownAsset } from "../assets/identifier-records.ts";
import {
  atPresent,
  type Claim,
  expand,
  fits,
  holdsAt,
  normalise,
  STRENGTHS,
} from "../identity/identifiers.ts";
import { type Described, type Perhaps, resolve } from "../identity/rules.ts";
import { type Cells, type Change, changed, type Planned, Rejected, rejected } from "./plan.ts";
import { assetKindOf, listOf } from "./values.ts";

export interface NewAssetRow {
  readonly id: Id<"asset">;
  readonly kind: AssetKind;
  readonly name: string;
  readonly note: string;
  readonly systemId: Id<"system"> | null;
  readonly claims: readonly Claim[];
}

export type AssetAction =
  | {
      readonly kind: "create";
      readonly asset: NewAssetRow;
      /** That may be the same. */
      readonly perhaps: readonly Perhaps<Candidate>[];
    }
  | {
      readonly kind: "change";
      readonly asset: KnownAsset;
      readonly set: {
        readonly name?: string;
        readonly note?: string;
        readonly systemId?: Id<"system">;
      };
      readonly add: readonly Claim[];
      readonly end: readonly Id<"identifier">[];
    };

export interface AssetsKnown {
  readonly assets: readonly KnownAsset[];
  readonly systems: readonly { readonly id: Id<"system">; readonly name: string }[];
}

export interface Context {
  readonly known: AssetsKnown;
  readonly now: number;
  readonly newId: () => Id<"asset">;
}

export interface AssetRow {
  readonly line: number;
  readonly cells: Cells;
}

/** Of the ledger, or of an earlier row. */
interface Candidate extends Described {
  readonly id: Id<"asset">;
  readonly name: string;
}

interface Wanted {
  readonly kind: AssetKind;
  readonly claims: readonly Claim[];
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  readonly systemId?: Id<"system"> | undefined;
}

/** Everything of the rows that assets can have in common with them. */
export function askedFor(rows: readonly AssetRow[]): { values: string[]; ids: string[] } {
  const values = rows.flatMap(({ cells }) => claimsOf(cells, []).map(({ value }) => value));
  const ids = rows.flatMap(({ cells }) => cells.get("id")?.toLowerCase() ?? []);
  return { values: [...new Set(values)], ids: [...new Set(ids)] };
}

export function planAssets(rows: readonly AssetRow[], context: Context): Planned<AssetAction>[] {
  return new AssetPlan(context).plan(rows);
}

class AssetPlan {
  readonly #context: Context;
  readonly #byId: Map<string, KnownAsset>;
  readonly #byValue = new Map<string, Candidate[]>();
  readonly #systems: ReadonlyMap<string, Id<"system">>;
  readonly #lines = new Map<string, number>();

  constructor(context: Context) {
    this.#context = context;
    const { assets, systems } = context.known;
    this.#byId = new Map(assets.map((asset) => [asset.id, asset]));
    this.#systems = new Map(systems.map(({ id, name }) => [name, id]));
    for (const asset of assets) this.#index(asset);
  }

  plan(rows: readonly AssetRow[]): Planned<AssetAction>[] {
    return rows.map((row) => {
      const problems: Rejected[] = [];
      const wanted = this.#read(row.cells, problems);
      const label = row.cells.get("name") ?? nameOf(wanted.claims);
      if (problems.length > 0) return rejected(row.line, label, problems);
      return this.#place(row, wanted, label);
    });
  }

  #read(cells: Cells, problems: Rejected[]): Wanted {
    const claims = claimsOf(cells, problems);
    const system = cells.get("system");
    const systemId = system === undefined ? undefined : this.#systems.get(system);
    if (system !== undefined && systemId === undefined)
      problems.push(new Rejected("unknown_system", `no system has the name "${system.slice(0, 200)}"`));
    const [name, note] = [cells.get("name"), cells.get("note")];
    if ((name?.length ?? 0) > 200)
      problems.push(new Rejected("invalid_value", "name: longer than 200 characters"));
    if ((note?.length ?? 0) > 2000)
      problems.push(new Rejected("invalid_value", "note: longer than 2000 characters"));
    const kind = kindOf(cells, claims, problems);
    const misplaced = claims.find((claim) => !fits(kind, claim.kind));
    if (misplaced !== undefined)
      problems.push(new Rejected("wrong_kind", `a ${kind} is not known by a ${misplaced.kind}`));
    return { kind, claims, name, note, systemId };
  }

  #place({ line, cells }: AssetRow, wanted: Wanted, label: string): Planned<AssetAction> {
    const id = cells.get("id")?.toLowerCase();
    const given = id === undefined ? undefined : this.#byId.get(id);
    if (id !== undefined && given === undefined)
      return rejected(line, label, [new Rejected("unknown_id", `no asset has the id ${id}`)]);
    if (given !== undefined) return this.#change(line, given, wanted);
    if (wanted.claims.length === 0)
      return rejected(line, label, [
        new Rejected("no_identity", "nothing in the row says which asset it is"),
      ]);
    const present = { kind: wanted.kind, claims: atPresent(wanted.claims, this.#context.now) };
    const found = resolve(present, this.#candidates(wanted.claims));
    if (found.kind === "ambiguous") {
      const names = found.candidates.map((asset) => this.#label(asset)).join(", ");
      return rejected(line, label, [new Rejected("ambiguous", `it would be ${names}`)]);
    }
    if (found.kind === "same") return this.#change(line, found.candidate, wanted);
    return this.#create(line, wanted, label, found.perhaps);
  }

  #create(
    line: number,
    wanted: Wanted,
    label: string,
    perhaps: readonly Perhaps<Candidate>[],
  ): Planned<AssetAction> {
    const { kind, claims, note = "", systemId = null } = wanted;
    const candidates = this.#candidates(claims);
    const begun = beginWhereTaken(claims, candidates, this.#context.now);
    const asset = { id: this.#context.newId(), kind, name: label, note, systemId, claims: begun };
    this.#lines.set(asset.id, line);
    this.#index(asset);
    return {
      ...rejected(line, label, []),
      outcome: "created",
      perhaps: perhaps.flatMap(({ candidate: { id, name } }) => (this.#byId.has(id) ? { id, name } : [])),
      action: { kind: "create", asset, perhaps },
    };
  }

  #change(line: number, { id, name }: Candidate, wanted: Wanted): Planned<AssetAction> {
    const before = this.#lines.get(id);
    const asset = this.#byId.get(id);
    const label = wanted.name ?? name;
    if (before !== undefined || asset === undefined)
      return rejected(line, label, [new Rejected("duplicate_row", `line ${before} is about the same asset`)]);
    if (asset.kind !== wanted.kind)
      return rejected(line, label, [new Rejected("wrong_kind", `the asset is a ${asset.kind}`)]);
    this.#lines.set(asset.id, line);
    const { add, end, changes } = compareClaims(asset, wanted.claims, this.#context.now);
    const set = settings(asset, wanted);
    const all = [...this.#attributeChanges(asset, set), ...changes];
    const base = { ...rejected(line, label, []), id: asset.id, changes: all };
    if (all.length === 0) return { ...base, outcome: "unchanged" };
    const others = this.#candidates(add).filter((other) => other.id !== asset.id);
    const begun = beginWhereTaken(add, others, this.#context.now);
    return { ...base, outcome: "changed", action: { kind: "change", asset, set, add: begun, end } };
  }

  #attributeChanges(asset: KnownAsset, set: ReturnType<typeof settings>): Change[] {
    const systemName = (id: Id<"system"> | null) =>
      this.#context.known.systems.find((system) => system.id === id)?.name ?? "";
    return [
      ...(set.name === undefined ? [] : changed("name", asset.name, set.name)),
      ...(set.note === undefined ? [] : changed("note", asset.note, set.note)),
      ...(set.systemId === undefined
        ? []
        : changed("system", systemName(asset.systemId), systemName(set.systemId))),
    ];
  }

  #candidates(claims: readonly Claim[]): Candidate[] {
    return [...new Set(claims.flatMap(({ value }) => this.#byValue.get(value) ?? []))];
  }

  #index(asset: Candidate): void {
    for (const value of new Set(asset.claims.map((claim) => claim.value)))
      this.#byValue.set(value, [...(this.#byValue.get(value) ?? []), asset]);
  }

  #label({ id, name }: Candidate): string {
    const line = this.#lines.get(id);
    return this.#byId.has(id) ? `${name} (${id})` : `${name} (line ${line})`;
  }
}

function claimsOf(cells: Cells, problems: Rejected[]): Claim[] {
  const claims: Claim[] = [];
  for (const kind of IDENTIFIER_KINDS)
    for (const text of listOf(cells.get(kind) ?? "")) {
      if (SAYS_NOTHING.test(text)) continue;
      const value = normalise(readAs(kind, text), text);
      if (value !== undefined) claims.push({ kind: readAs(kind, text), value, from: null, to: null });
      else if (STRENGTHS[kind] === "definition" || kind === "ip")
        problems.push(new Rejected("invalid_value", `${kind}: "${text.slice(0, 100)}"`));
    }
  return expand(claims);
}

/** What stands where there is no address of its own. */
const SAYS_NOTHING = /^(?:dhcp|动态|自动获取|自动|无|none|n\/?a|-+)$/i;

/** A column of host names may hold some with a domain. */
function readAs(kind: IdentifierKind, text: string): IdentifierKind {
  if (kind === "hostname" && text.includes(".")) return "fqdn";
  return kind === "fqdn" && !text.includes(".") ? "hostname" : kind;
}

function kindOf(cells: Cells, claims: readonly Claim[], problems: Rejected[]): AssetKind {
  const text = cells.get("kind");
  const given = text === undefined ? undefined : assetKindOf(text);
  if (text !== undefined && given === undefined)
    problems.push(new Rejected("invalid_value", `kind: "${text.slice(0, 100)}"`));
  const defined = claims.map(({ kind }) => kind).find((kind) => STRENGTHS[kind] === "definition");
  const isDefined = defined === "network" || defined === "domain" || defined === "address";
  return given ?? (isDefined && claims.every(({ kind }) => kind === defined) ? defined : "host");
}

function settings(asset: KnownAsset, { name, note, systemId }: Wanted) {
  return {
    ...(name !== undefined && name !== asset.name && { name }),
    ...(note !== undefined && note !== asset.note && { note }),
    ...(systemId !== undefined && systemId !== asset.systemId && { systemId }),
  };
}

/** Of one kind: something in common with what is known now means that the rest is known besides. */
function compareClaims(asset: KnownAsset, wanted: readonly Claim[], now: number) {
  const add: Claim[] = [];
  const end: Id<"identifier">[] = [];
  const changes: Change[] = [];
  const presentOf = (kind: IdentifierKind) =>
    asset.claims.filter((claim) => claim.kind === kind && holdsAt(claim, now));
  for (const [kind, claims] of Map.groupBy(wanted, (claim) => claim.kind)) {
    const present = presentOf(kind);
    const missing = claims.filter(({ value }) => !present.some((claim) => claim.value === value));
    if (missing.length === 0) continue;
    const isLent = STRENGTHS[kind] === "name" || STRENGTHS[kind] === "address";
    const isReplaced = isLent && present.length > 0 && missing.length === claims.length;
    if (isReplaced) end.push(...present.map(({ id }) => id));
    add.push(...missing.map((claim) => (isReplaced ? { ...claim, from: now } : claim)));
    const before = present.map(({ value }) => value);
    const after = [...(isReplaced ? [] : before), ...missing.map(({ value }) => value)];
    changes.push(...changed(fieldOf(kind), before.join("; "), after.join("; ")));
    // A host that has another name has no longer the old one in its domain.
    const full = kind === "hostname" && isReplaced && !wanted.some((claim) => claim.kind === "fqdn");
    if (full) end.push(...presentOf("fqdn").map(({ id }) => id));
  }
  return { add, end, changes };
}

function fieldOf(kind: IdentifierKind): ImportField {
  return IMPORT_FIELDS.assets.find((field) => field === kind) ?? "name";
}
