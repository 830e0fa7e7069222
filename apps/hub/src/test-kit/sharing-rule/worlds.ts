// SPDX-License-Identifier: Apache-2.0
/** Worlds by chance, to ask the rule about. What is referred to is chosen by a number, so that a world can shrink. */
import fc from "fast-check";
import type { Group, Marking, Organisation, Person, Role, Shared, World } from "./rule.ts";
import { tellWorld } from "./sentences.ts";

const ORGANISATIONS = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"];
const PEOPLE = ["Ann", "Bo", "Cai", "Dan", "Eva", "Fei", "Gus", "Hua", "Ida"];
const GROUPS = ["Reef", "Shoal", "Cape"];
const ROLES: readonly Role[] = ["viewer", "analyst", "responder", "manager", "administrator"];
const MARKINGS: readonly (Marking | undefined)[] = [
  undefined,
  "clear",
  "green",
  "amber",
  "amber+strict",
  "red",
];
const MOST_RECORDS = 40;

const which = fc.nat({ max: 17 });
const rarely = fc.nat({ max: 5 }).map((chance) => chance === 5);
const some = (most: number) => fc.array(which, { maxLength: most, size: "max" });
const upTo = <Value>(most: number, one: fc.Arbitrary<Value>) =>
  fc.array(one, { minLength: 1, maxLength: most, size: "max" });

const shape = fc.record({
  organisations: upTo(
    ORGANISATIONS.length,
    fc.record({ isDisabled: rarely, centre: fc.option(which, { nil: undefined }) }),
  ),
  people: upTo(
    PEOPLE.length,
    fc.record({
      isDisabled: rarely,
      memberOf: fc.array(fc.tuple(which, fc.constantFrom(...ROLES)), { maxLength: 3, size: "max" }),
      hubRole: fc.option(fc.constantFrom("coordinator", "operator"), { nil: undefined, freq: 2 }),
    }),
  ),
  groups: fc.array(fc.record({ owner: which, members: some(4) }), { maxLength: GROUPS.length, size: "max" }),
  records: upTo(
    MOST_RECORDS,
    fc.record({
      owner: which,
      marking: fc.constantFrom(...MARKINGS),
      group: fc.option(which, { nil: undefined, freq: 2 }),
      organisations: some(2),
      people: upTo(2, which),
    }),
  ),
});
type Shape = Parameters<Parameters<(typeof shape)["map"]>[0]>[0];

export const worlds: fc.Arbitrary<World> = shape.map((drawn) => {
  const world = fill(drawn);
  return Object.assign(world, { [fc.toStringMethod]: () => tellWorld(world) });
});

function fill(drawn: Shape): World {
  const organisations = drawn.organisations.map(
    ({ isDisabled, centre }, index): Organisation => ({
      name: nameOf(ORGANISATIONS, index),
      isDisabled,
      // Only above oneself, so that there is no circle.
      centre: centre === undefined || index === 0 ? undefined : nameOf(ORGANISATIONS, centre % index),
    }),
  );
  const organisation = (index: number) => nameOf(ORGANISATIONS, index % organisations.length);
  const people = drawn.people.map(({ memberOf, ...rest }, index): Person => {
    const roles = new Map(memberOf.map(([where, role]) => [organisation(where), role]));
    const held = [...roles].map(([name, role]) => ({ organisation: name, role }));
    return { ...rest, name: nameOf(PEOPLE, index), memberOf: held };
  });
  const groups = drawn.groups.map(
    ({ owner, members }, index): Group => ({
      name: nameOf(GROUPS, index),
      owner: organisation(owner),
      members: [...new Set(members.map(organisation))],
    }),
  );
  const records = drawn.records.map((record, index) => toRecord(record, index));
  return { organisations, people, groups, records };

  function toRecord(record: Shape["records"][number], index: number): Shared {
    const isAmber = record.marking === "amber" || record.marking === "amber+strict";
    const inGroup = isAmber && record.group !== undefined && groups.length > 0;
    return {
      name: `Record ${index + 1}`,
      owner: organisation(record.owner),
      marking: record.marking,
      group: inGroup ? nameOf(GROUPS, (record.group ?? 0) % groups.length) : undefined,
      organisations: isAmber ? [...new Set(record.organisations.map(organisation))] : [],
      people:
        record.marking === "red"
          ? [...new Set(record.people.map((one) => nameOf(PEOPLE, one % people.length)))]
          : [],
    };
  }
}

function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? `${index}`;
}
