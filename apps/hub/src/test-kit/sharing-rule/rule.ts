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
  /** Whether others know of a member makes no difference to what it reads. */
  readonly members: readonly { readonly organisation: string; readonly isHidden: boolean }[];
  /** Its members may pass on to their clients what is AMBER. */
  readonly passesOn: boolean;
  readonly isClosed: boolean;
}

/** An organisation has declared another to be its client; the client has confirmed it, or not; and it may have ended. */
export interface Client {
  readonly of: string;
  readonly organisation: string;
  readonly isConfirmed: boolean;
  readonly hasEnded: boolean;
  readonly isHidden: boolean;
}

/** A record as far as the rule looks at it. */
export interface Shared {
  readonly name: string;
  readonly owner: string;
  readonly marking: Marking | undefined;
  /** With whom it was shared: under AMBER a group and organisations, under RED people. */
  readonly group: string | undefined;
  /** When it was shared, the group let its members pass on. */
  readonly passesOn: boolean;
  readonly organisations: readonly string[];
  readonly people: readonly string[];
}

export interface World {
  readonly organisations: readonly Organisation[];
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly clients: readonly Client[];
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
      return readsByName(world, reader) && record.people.includes(reader?.name ?? "")
        ? yes("RED names the reader")
        : no("RED is for the people it names, whoever owns the record");
    case "amber":
    case "amber+strict":
      return amber(world, mine, record);
    case undefined:
      return mine.has(record.owner)
        ? yes("what has no marking is its owner's")
        : no("what has no marking is not shared");
  }
}

/** The organisations it was shared with; and those clients of theirs to whom they may pass it on. */
function amber(world: World, mine: ReadonlySet<string>, record: Shared): Answer {
  if (mine.has(record.owner)) return yes("the record is the reader's organisation's own");
  const group = world.groups.find(({ name, isClosed }) => name === record.group && !isClosed);
  const members = group?.members.map(({ organisation }) => organisation) ?? [];
  if (record.organisations.some((one) => mine.has(one))) return yes("AMBER names the reader's organisation");
  if (members.some((one) => mine.has(one))) return yes("AMBER was shared with a group of the reader");
  if (record.marking === "amber+strict")
    return no("AMBER+STRICT is for who it was shared with, not for clients");
  const mayPassOn = group?.passesOn === true && record.passesOn;
  const passing = new Set([...record.organisations, ...(mayPassOn ? members : [])]);
  // The owner received nothing that it could pass on: it names those of its clients that it means.
  passing.delete(record.owner);
  return world.clients.some((one) => isClient(one) && mine.has(one.organisation) && passing.has(one.of))
    ? yes("AMBER may be passed on to clients of who received it")
    : no("AMBER was shared with no organisation of the reader, and with none whose client it is");

  function isClient({ isConfirmed, hasEnded, of }: Client): boolean {
    return isConfirmed && !hasEnded && !isDisabled(world, of);
  }
}

/**
 * The organisations that somebody reads for. A disabled account reads for nobody, and nobody reads for a disabled
 * organisation, nor does that pass anything on. No role, of an organisation or of the hub, and no place above others
 * gives more than membership does.
 */
function organisationsOf(world: World, reader: Reader): ReadonlySet<string> {
  if (!isActive(reader)) return new Set();
  const memberOf = reader.memberOf.map(({ organisation }) => organisation);
  return new Set(memberOf.filter((organisation) => !isDisabled(world, organisation)));
}

/** Somebody of no organisation reads for themselves; not so somebody whose organisations are all disabled. */
function readsByName(world: World, reader: Reader): boolean {
  return isActive(reader) && (reader.memberOf.length === 0 || organisationsOf(world, reader).size > 0);
}

function isDisabled({ organisations }: World, organisation: string): boolean {
  return organisations.some((one) => one.name === organisation && one.isDisabled);
}

function isActive(reader: Reader): reader is Person {
  return reader !== undefined && !reader.isDisabled;
}

const yes = (because: string): Answer => ({ sees: true, because });
const no = (because: string): Answer => ({ sees: false, because });
