// SPDX-License-Identifier: Apache-2.0
/** What is chosen in the form of sharing, as what the hub is told. Pure. */
import type { Sharing } from "@fengsui/contract";

export type MarkingChoice = NonNullable<Sharing["marking"]> | "own";
export const MARKING_CHOICES: readonly MarkingChoice[] = [
  "own",
  "red",
  "amber+strict",
  "amber",
  "green",
  "clear",
];

export interface SharingDraft {
  readonly marking: MarkingChoice;
  /** Besides the case's own; for AMBER alone. */
  readonly organisationIds: readonly string[];
  /** For AMBER alone. */
  readonly sharingGroupId: string | null;
  /** For RED alone. */
  readonly personIds: readonly string[];
}

export const NOT_SHARED: Sharing = {
  marking: null,
  organisationIds: [],
  sharingGroupId: null,
  personIds: [],
};

/** Who is at it stays among those of RED; `me` is named where nobody is yet. */
export function draftOf(sharing: Sharing, me: string): SharingDraft {
  const { marking, organisationIds, sharingGroupId, personIds } = sharing;
  return {
    marking: marking ?? "own",
    organisationIds,
    sharingGroupId,
    personIds: [...new Set([me, ...personIds])],
  };
}

export function sharingOf(draft: SharingDraft): Sharing {
  const { marking, organisationIds, sharingGroupId, personIds } = draft;
  if (marking === "own") return NOT_SHARED;
  if (marking === "red") return { ...NOT_SHARED, marking, personIds: [...personIds] };
  if (marking === "clear" || marking === "green") return { ...NOT_SHARED, marking };
  return { ...NOT_SHARED, marking, organisationIds: [...organisationIds], sharingGroupId };
}

/** Names nobody where TLP wants somebody named. */
export function isUnfinished(sharing: Sharing): boolean {
  const { marking, organisationIds, sharingGroupId, personIds } = sharing;
  if (marking === "red") return personIds.length === 0;
  const isAmber = marking === "amber" || marking === "amber+strict";
  return isAmber && organisationIds.length === 0 && sharingGroupId === null;
}
