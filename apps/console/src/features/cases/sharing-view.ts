// SPDX-License-Identifier: Apache-2.0
/** What a choice of sharing does, compared with how a case is shared now. Pure. */
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
  const { marking, organisationIds, personIds } = sharing;
  return { marking: marking ?? "own", organisationIds, personIds: [...new Set([me, ...personIds])] };
}

/** `before`: its sharing group stays as long as the case stays AMBER. */
export function sharingOf(draft: SharingDraft, before: Sharing): Sharing {
  const { marking, organisationIds, personIds } = draft;
  if (marking === "own") return NOT_SHARED;
  if (marking === "red") return { ...NOT_SHARED, marking, personIds: [...personIds] };
  if (marking === "clear" || marking === "green") return { ...NOT_SHARED, marking };
  const { sharingGroupId } = before;
  return { ...NOT_SHARED, marking, organisationIds: [...organisationIds], sharingGroupId };
}

/** Names nobody where TLP wants somebody named. */
export function isUnfinished(sharing: Sharing): boolean {
  const { marking, organisationIds, sharingGroupId, personIds } = sharing;
  if (marking === "red") return personIds.length === 0;
  const isAmber = marking === "amber" || marking === "amber+strict";
  return isAmber && organisationIds.length === 0 && sharingGroupId === null;
}

export interface Effect {
  readonly how: "wider" | "narrower";
  readonly who: "organisations" | "people" | "group" | "all" | "but_people" | "beyond_people";
  /** Of the organisations or people, where it is some of them. */
  readonly ids: readonly string[];
}

/** Who newly receives the case, and who loses sight of it. Empty where it stays with the same. */
export function effectsOf(before: Sharing, after: Sharing): readonly Effect[] {
  if (before.marking === "red" && after.marking === "red")
    return difference("people", before.personIds, after.personIds);
  if (after.marking === "red") return [{ how: "narrower", who: "but_people", ids: after.personIds }];
  if (before.marking === "red") return [{ how: "wider", who: "beyond_people", ids: before.personIds }];
  const [from, to] = [openness(before), openness(after)];
  if (from !== to && Math.max(from, to) > 0)
    return [{ how: to > from ? "wider" : "narrower", who: "all", ids: [] }];
  if (to > 0) return [];
  const isGroupLost = before.sharingGroupId !== null && after.sharingGroupId === null;
  return [
    ...difference("organisations", before.organisationIds, after.organisationIds),
    ...(isGroupLost ? [{ how: "narrower", who: "group", ids: [] } as const] : []),
  ];
}

/** Of what names nobody: CLEAR is for more than GREEN. */
function openness({ marking }: Sharing): 0 | 1 | 2 {
  if (marking === "clear") return 2;
  return marking === "green" ? 1 : 0;
}

function difference(
  who: "organisations" | "people",
  before: readonly string[],
  after: readonly string[],
): readonly Effect[] {
  const gained = after.filter((id) => !before.includes(id));
  const lost = before.filter((id) => !after.includes(id));
  return [
    ...(gained.length > 0 ? [{ how: "wider", who, ids: gained } as const] : []),
    ...(lost.length > 0 ? [{ how: "narrower", who, ids: lost } as const] : []),
  ];
}
