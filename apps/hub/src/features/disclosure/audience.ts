// SPDX-License-Identifier: Apache-2.0
/** From what a person chose to share with, to the audience of a case, and back. */
import { FengsuiError, type Sharing } from "@fengsui/contract";
import { organisationIdOf, personIdOf } from "../../platform/http/parameters.ts";
import { parseId } from "../../platform/ids.ts";
import {
  type ActingPerson,
  type Audience,
  ensureAudience,
  type Marking,
  type OrganisationId,
  type Writer,
} from "../../platform/records/index.ts";

export interface Shared {
  readonly audienceId: number;
  readonly marking: Marking | null;
}

export interface SharingBy {
  readonly organisationId: OrganisationId;
  readonly person: ActingPerson;
  readonly sharing?: Sharing | undefined;
}

export async function ensureShared(
  write: Writer,
  { organisationId, person, sharing }: SharingBy,
): Promise<Shared> {
  const audience = audienceOf(organisationId, sharing);
  if (audience.marking === "red" && !audience.people.includes(person.id))
    throw new FengsuiError("http.invalid", "personIds: you would lose sight of it yourself");
  if (audience.marking === "red") requireSeesNamed(person);
  return { audienceId: await explained(ensureAudience(write, audience)), marking: audience.marking };
}

/** Who may not see afterwards what they make is refused by the database, which cannot say why. */
export function requireSeesNamed({ key }: ActingPerson): void {
  if (key === undefined || key.seesNamed) return;
  throw new FengsuiError("access.key_scope", "what is for people by name takes the scope named:read, too");
}

const FOREIGN_KEY_VIOLATION = "23503";

/** Those who are named are known to the database alone. */
export async function explained<Result>(asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === FOREIGN_KEY_VIOLATION)
      throw new FengsuiError("http.invalid", "sharing: names who does not exist", { cause: error });
    throw error;
  }
}

function audienceOf(owner: OrganisationId, sharing: Sharing | undefined): Audience {
  const marking = sharing?.marking ?? null;
  if (sharing === undefined || marking === null) return { owner, marking: null };
  if (marking === "clear" || marking === "green") return { owner, marking };
  if (marking === "red") return { owner, marking, people: sharing.personIds.map(personIdOf) };
  const sharingGroup =
    sharing.sharingGroupId === null ? undefined : parseId<"sharing-group">(sharing.sharingGroupId);
  const organisations = sharing.organisationIds.map(organisationIdOf);
  return { owner, marking, organisations, ...(sharingGroup !== undefined && { sharingGroup }) };
}

interface AudienceRow {
  readonly marking: Marking | null;
  readonly sharing_group_id: string | null;
  readonly organisation_ids: readonly string[];
  readonly person_ids: readonly string[];
}

export function toSharedWith(row: AudienceRow | undefined) {
  if (row === undefined) return null;
  return {
    marking: row.marking,
    organisationIds: [...row.organisation_ids],
    sharingGroupId: row.sharing_group_id,
    personIds: [...row.person_ids],
  };
}
