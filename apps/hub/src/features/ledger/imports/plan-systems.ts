// SPDX-License-Identifier: Apache-2.0
/** What would become of a table of systems. A system is the one of that id, else of that name. */
import type { Measure, NewSystem, Responsible, System, SystemChange } from "@fengsui/contract";
import type { Id } from "../../../platform/ids.ts";
import { type Cells, type Change, changed, type Planned, Rejected, rejected } from "./plan.ts";
import { levelOf, listOf, truthOf } from "./values.ts";

export type SystemAction =
  | { readonly kind: "create"; readonly system: Omit<NewSystem, "organisationId"> }
  | { readonly kind: "change"; readonly id: Id<"system">; readonly change: SystemChange };

export type KnownSystem = Omit<System, "id"> & { readonly id: Id<"system"> };

export interface SystemsKnown {
  readonly systems: readonly KnownSystem[];
  /** Their ids, by name. */
  readonly organisations: ReadonlyMap<string, string>;
}

export interface SystemRow {
  readonly line: number;
  readonly cells: Cells;
}

export function planSystems(rows: readonly SystemRow[], known: SystemsKnown): Planned<SystemAction>[] {
  const byName = new Map(known.systems.map((system) => [system.name, system]));
  const byId = new Map<string, KnownSystem>(known.systems.map((system) => [system.id, system]));
  const lines = new Map<string, number>();
  return rows.map(({ line, cells }) => {
    const { name, system, problems } = identify(cells, byName, byId);
    const before = lines.get(system?.id ?? name) ?? lines.get(name);
    if (before !== undefined)
      problems.push(new Rejected("duplicate_row", `line ${before} is about the same system`));
    const wanted = read(cells, known, problems);
    if (problems.length > 0) return rejected(line, name, problems);
    lines.set(system?.id ?? name, line).set(name, line);
    return system === undefined ? creation(line, name, wanted) : change(line, system, { name, ...wanted });
  });
}

type Index = ReadonlyMap<string, KnownSystem>;

/** Which it is, and what it will be called. */
function identify(cells: Cells, byName: Index, byId: Index) {
  const problems: Rejected[] = [];
  const id = cells.get("id")?.toLowerCase();
  const system = id === undefined ? byName.get(cells.get("name") ?? "") : byId.get(id);
  const name = cells.get("name") ?? system?.name ?? "";
  if (id !== undefined && system === undefined)
    problems.push(new Rejected("unknown_id", `no system has the id ${id}`));
  if (name === "") problems.push(new Rejected("no_name", "the row names no system"));
  if (name.length > 200)
    problems.push(new Rejected("invalid_value", "the name is longer than 200 characters"));
  const holder = byName.get(name);
  if (holder !== undefined && system !== holder)
    problems.push(new Rejected("invalid_value", `another system has the name ${name}`));
  return { name, system, problems };
}

type Wanted = Partial<Omit<NewSystem, "organisationId" | "name" | "responsible">> & {
  readonly responsible?: Responsible[];
};

function read(cells: Cells, { organisations }: SystemsKnown, problems: Rejected[]): Wanted {
  const take = <Value>(field: Parameters<Cells["get"]>[0], reader: (text: string) => Value | undefined) => {
    const text = cells.get(field);
    if (text === undefined) return undefined;
    const value = reader(text);
    if (value === undefined)
      problems.push(
        new Rejected(
          field === "guardian" ? "unknown_organisation" : "invalid_value",
          `${field}: "${text.slice(0, 100)}"`,
        ),
      );
    return value;
  };
  const purpose = take("purpose", (text) => (text.length <= 2000 ? text : undefined));
  const level = take("level", levelOf);
  const isCritical = take("is_critical", truthOf);
  const guardianId = take("guardian", (text) => organisations.get(text));
  const measures = take("measures", measuresOf);
  const responsible = take("responsible", (text) => responsibleOf(text, cells));
  return {
    ...(purpose !== undefined && { purpose }),
    ...(level !== undefined && { level }),
    ...(isCritical !== undefined && { isCritical }),
    ...(guardianId !== undefined && { guardianId }),
    ...(measures !== undefined && { measures }),
    ...(responsible !== undefined && { responsible }),
  };
}

function measuresOf(text: string): Measure[] | undefined {
  const names = listOf(text);
  if (names.length > 200 || names.some((name) => name.length > 200)) return undefined;
  return names.map((name) => ({ name, state: "in_place", note: "" }));
}

/** The first phone is the first person's, and so on. */
function responsibleOf(text: string, cells: Cells): Responsible[] | undefined {
  const of = (field: Parameters<Cells["get"]>[0]) => listOf(cells.get(field) ?? "");
  const [roles, phones, emails] = [of("responsible_role"), of("responsible_phone"), of("responsible_email")];
  const people = listOf(text).map((name, at) => ({
    name,
    role: roles[at] ?? "",
    phone: phones[at] ?? "",
    email: emails[at] ?? "",
    personId: null,
  }));
  const areShort = people.every(
    ({ name, role, phone, email }) =>
      name.length <= 200 && role.length <= 100 && phone.length <= 50 && email.length <= 320,
  );
  return people.length <= 20 && areShort ? people : undefined;
}

function creation(line: number, name: string, wanted: Wanted): Planned<SystemAction> {
  const system = {
    name,
    purpose: "",
    level: null,
    isCritical: false,
    guardianId: null,
    responsible: [],
    measures: [],
    ...wanted,
  };
  return {
    ...rejected(line, name, []),
    outcome: "created",
    action: { kind: "create", system },
  };
}

function change(
  line: number,
  system: KnownSystem,
  wanted: Wanted & { readonly name: string },
): Planned<SystemAction> {
  const { responsible, measures, ...plain } = wanted;
  // What the table cannot say of a person or a measure stays.
  const merged = {
    ...plain,
    ...(responsible !== undefined && { responsible: keepKnown(system.responsible, responsible) }),
    ...(measures !== undefined && { measures: keepKnown(system.measures, measures) }),
  };
  const changes = differences(system, merged);
  const base = { ...rejected(line, wanted.name, []), id: system.id, changes };
  if (changes.length === 0) return { ...base, outcome: "unchanged" };
  return { ...base, outcome: "changed", action: { kind: "change", id: system.id, change: merged } };
}

function keepKnown<Item extends { readonly name: string }>(
  before: readonly Item[],
  wanted: readonly Item[],
): Item[] {
  return wanted.map((item) => {
    const known = before.find(({ name }) => name === item.name);
    const given = Object.fromEntries(
      Object.entries(item).filter(([key, value]) => value !== "" && value !== null && key !== "state"),
    );
    return known === undefined ? item : { ...known, ...given };
  });
}

function differences(system: KnownSystem, wanted: SystemChange): Change[] {
  const fields = [
    ["name", system.name, wanted.name],
    ["purpose", system.purpose, wanted.purpose],
    ["level", system.level, wanted.level],
    ["is_critical", system.isCritical, wanted.isCritical],
    ["guardian", system.guardianId, wanted.guardianId],
    ["responsible", peopleText(system.responsible), wanted.responsible && peopleText(wanted.responsible)],
    ["measures", namesText(system.measures), wanted.measures && namesText(wanted.measures)],
  ] as const;
  return fields.flatMap(([field, from, to]) =>
    to === undefined ? [] : changed(field, String(from ?? ""), String(to ?? "")),
  );
}

function peopleText(people: readonly Responsible[]): string {
  return people
    .map(({ name, role, phone, email }) => [name, role, phone, email].filter(Boolean).join(" "))
    .join("; ");
}

function namesText(items: readonly { readonly name: string }[]): string {
  return items.map(({ name }) => name).join("; ");
}
