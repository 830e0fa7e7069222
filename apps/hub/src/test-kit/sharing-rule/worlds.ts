// SPDX-License-Identifier: Apache-2.0
/** Worlds by chance, to ask the rule about. What is referred to is chosen by a number, so that a world can shrink. */
import fc from "fast-check";
import type { Client, Group, Marking, Organisation, Person, Role, Shared, World } from "./rule.ts";
import { tellWorld } from "./sentences.ts";

const ORGANISATIONS = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"];
const PEOPLE = ["Ann", "Bo", "Cai", "Dan", "Eva", "Fei", "Gus", "Hua", "Ida"];
const GROUPS = ["Reef", "Shoal", "Cape"];
const ROLES: readonly Role[] = ["viewer", "analyst", "responder", "manager", "administrator"];
/** The more there is to a marking, the oftener it comes. */
const MARKINGS: readonly (Marking | undefined)[] = [
  undefined,
  "clear",
  "green",
  ...Array<Marking>(4).fill("amber"),
  ...Array<Marking>(2).fill("amber+strict"),
  "red",
];
const MOST_RECORDS = 60;

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
      memberOf: fc.array(fc.tuple(which, fc.constantFrom(...ROLES)), { maxLength: 2, size: "max" }),
      hubRole: fc.option(fc.constantFrom("coordinator", "operator"), { nil: undefined, freq: 2 }),
    }),
  ),
  groups: fc.array(
    fc.record({
      owner: which,
      members: fc.array(fc.record({ organisation: which, isHidden: fc.boolean() }), {
        maxLength: 4,
        size: "max",
      }),
      passesOn: fc.boolean(),
      isClosed: rarely,
    }),
    { maxLength: GROUPS.length, size: "max" },
  ),
  clients: fc.array(
    fc.record({
      of: which,
      organisation: which,
      isConfirmed: rarely.map((isIt) => !isIt),
      hasEnded: rarely,
      isHidden: fc.boolean(),
    }),
    { maxLength: 9, size: "max" },
  ),
  records: upTo(
    MOST_RECORDS,
    fc.record({
      owner: which,
      marking: fc.constantFrom(...MARKINGS),
      group: fc.option(which, { nil: undefined, freq: 2 }),
      passesOn: rarely.map((isIt) => !isIt),
      organisations: some(2),
      people: upTo(2, which),
    }),
  ),
});
type Shape = Parameters<Parameters<(typeof shape)["map"]>[0]>[0];

/** Without fast-check's leaning to what is small: a world in which little happens shows little. */
export const worlds: fc.Arbitrary<World> = fc.noBias(shape).map((drawn) => {
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
    ({ owner, members, ...rest }, index): Group => ({
      ...rest,
      name: nameOf(GROUPS, index),
      owner: organisation(owner),
      members: distinct(
        members.map((member) => ({ ...member, organisation: organisation(member.organisation) })),
        (member) => member.organisation,
      ),
    }),
  );
  const clients = drawn.clients
    .map(
      (client): Client => ({
        ...client,
        of: organisation(client.of),
        organisation: organisation(client.organisation),
      }),
    )
    .filter((client) => client.of !== client.organisation);
  return {
    organisations,
    people,
    groups,
    // What has ended may have begun anew; what is on, is on once.
    clients: distinct(clients, (client) => `${client.of} ${client.organisation} ${client.hasEnded}`),
    records: drawn.records.map((record, index) => toRecord(record, index)),
  };

  function toRecord(record: Shape["records"][number], index: number): Shared {
    const isAmber = record.marking === "amber" || record.marking === "amber+strict";
    const inGroup = isAmber && record.group !== undefined && groups.length > 0;
    const owner = organisation(record.owner);
    const named = distinct(record.organisations.map(organisation), (one) => one);
    return {
      name: `Record ${index + 1}`,
      owner,
      marking: record.marking,
      group: inGroup ? nameOf(GROUPS, (record.group ?? 0) % groups.length) : undefined,
      passesOn: inGroup && record.marking === "amber" && record.passesOn,
      organisations: isAmber ? named.filter((one) => one !== owner) : [],
      people:
        record.marking === "red"
          ? [...new Set(record.people.map((one) => nameOf(PEOPLE, one % people.length)))]
          : [],
    };
  }
}

function distinct<Item>(items: readonly Item[], by: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [by(item), item])).values()];
}

function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? `${index}`;
}
