// SPDX-License-Identifier: Apache-2.0
/**
 * Who may see a record: the rule once more, from its text and not from the SQL, so that the two can be held against
 * each other. It knows neither tables nor ids, and whoever knows TLP can read it. Only tests use it.
 */
export type Marking = "clear" | "green" | "amber" | "amber+strict" | "red";
export type Role = "viewer" | "analyst" | "responder" | "manager" | "administrator";

export interface Organisation {
  readonly name: string;
  readonly isDisabled: boolean;
  /** The organisation that it stands below. */
  readonly centre: string | undefined;
}

export interface Person {
  readonly name: string;
  readonly isDisabled: boolean;
  readonly memberOf: readonly { readonly organisation: string; readonly role: Role }[];
  /** What the person is for the hub as a whole. */
  readonly hubRole: "coordinator" | "operator" | undefined;
}

export interface Group {
  readonly name: string;
  readonly owner: string;
  readonly members: readonly string[];
}

/** A record as far as the rule looks at it. */
export interface Shared {
  readonly name: string;
  readonly owner: string;
  readonly marking: Marking | undefined;
  /** With whom it was shared: under AMBER a group and organisations, under RED people. */
  readonly group: string | undefined;
  readonly organisations: readonly string[];
  readonly people: readonly string[];
}

export interface World {
  readonly organisations: readonly Organisation[];
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly records: readonly Shared[];
}

/** Undefined is somebody without an account. */
export type Reader = Person | undefined;

export interface Answer {
  readonly sees: boolean;
  readonly because: string;
}

export function maySee(world: World, reader: Reader, record: Shared): Answer {
  const mine = organisationsOf(world, reader);
  switch (record.marking) {
    case "clear":
      return yes("CLEAR is for everyone, without an account too");
    case "green":
      return mine.size > 0
        ? yes("GREEN is for the people of the organisations of the hub")
        : no("GREEN is for people of an organisation, and the reader is of none");
    case "red":
      return isActive(reader) && record.people.includes(reader.name)
        ? yes("RED names the reader")
        : no("RED is for the people it names, whoever owns the record");
    case "amber":
    case "amber+strict":
      return [record.owner, ...recipientsOf(world, record)].some((one) => mine.has(one))
        ? yes("AMBER was shared with an organisation of the reader")
        : no("AMBER was shared with no organisation of the reader");
    case undefined:
      return mine.has(record.owner)
        ? yes("what has no marking is its owner's")
        : no("what has no marking is not shared");
  }
}

/** The organisations that the record was shared with. */
function recipientsOf(world: World, record: Shared): string[] {
  const group = world.groups.find(({ name }) => name === record.group);
  return [...record.organisations, ...(group?.members ?? [])];
}

/**
 * The organisations that somebody reads for. A disabled account reads for nobody, and nobody reads for a disabled
 * organisation. No role, of an organisation or of the hub, and no place above others gives more than membership does.
 */
function organisationsOf(world: World, reader: Reader): ReadonlySet<string> {
  if (!isActive(reader)) return new Set();
  const disabled = new Set(world.organisations.filter((one) => one.isDisabled).map(({ name }) => name));
  const memberOf = reader.memberOf.map(({ organisation }) => organisation);
  return new Set(memberOf.filter((organisation) => !disabled.has(organisation)));
}

function isActive(reader: Reader): reader is Person {
  return reader !== undefined && !reader.isDisabled;
}

const yes = (because: string): Answer => ({ sees: true, because });
const no = (because: string): Answer => ({ sees: false, because });
