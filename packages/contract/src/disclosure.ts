// SPDX-License-Identifier: Apache-2.0
/**
 * What comes with sharing a record: who will receive it, why somebody sees it or not, who saw it, and taking it back.
 */
import { z } from "zod";
import { ORGANISATION_ROLES } from "./access.ts";
import { marking, SHARING } from "./marking.ts";

const time = z.iso.datetime();

export const SHARED_KINDS = ["case", "publication"] as const;
export type SharedKind = (typeof SHARED_KINDS)[number];
export const SHARED_SUBJECT = z.object({ kind: z.enum(SHARED_KINDS), id: z.uuid() });
export type SharedSubject = z.output<typeof SHARED_SUBJECT>;

/** By what somebody receives a record; of its owner, by belonging to it. */
export const RECEIVED_VIA = [
  "owner",
  "clear",
  "green",
  "named",
  "group_member",
  "client",
  "group_client",
  "named_person",
] as const;
export type ReceivedVia = (typeof RECEIVED_VIA)[number];
export const NOT_SEEN_BECAUSE = [
  "disabled",
  "not_shared",
  "not_named",
  "strict",
  "group_closed",
  "not_recipient",
  "perhaps_hidden",
] as const;
export type NotSeenBecause = (typeof NOT_SEEN_BECAUSE)[number];

/**
 * An organisation that receives it, with the number of its people; or so many hidden ones, which are counted and neither
 * named nor looked into; or the people that RED names.
 */
export const RECIPIENT = z.object({
  organisationId: z.uuid().nullable(),
  name: z.string().nullable(),
  organisations: z.int(),
  people: z.int().nullable(),
  via: z.enum(RECEIVED_VIA),
  isHidden: z.boolean(),
});
export type Recipient = z.infer<typeof RECIPIENT>;

/** Of a record that there is, or of one that an organisation is about to make. */
export const SHARING_PREVIEW_REQUEST = z.object({
  of: z.union([SHARED_SUBJECT, z.object({ organisationId: z.uuid() })]),
  sharing: SHARING,
});
export type SharingPreviewRequest = z.output<typeof SHARING_PREVIEW_REQUEST>;
export const SHARING_PREVIEW = z.object({
  /** Besides the organisation itself. */
  recipients: z.array(RECIPIENT),
  /** Who of them does not receive it now. */
  gains: z.array(RECIPIENT),
  /** Who receives it now and then no longer. */
  loses: z.array(RECIPIENT),
  organisations: z.int(),
  /** Of those that are known. */
  people: z.int(),
  /** Anybody, without an account too. */
  isForEverybody: z.boolean(),
  /** It was shared before and is shared wider: that is for responders, and needs a reason. */
  isWider: z.boolean(),
  /** Goes with the request to share: what was previewed is what is saved. */
  fingerprint: z.string(),
});
export type SharingPreview = z.infer<typeof SHARING_PREVIEW>;

/** Why a person, or the people of an organisation, see a record or not. */
export const SHARING_QUESTION = z.object({
  subject: SHARED_SUBJECT,
  who: z.union([z.object({ personId: z.uuid() }), z.object({ organisationId: z.uuid() })]),
});
export type SharingQuestion = z.output<typeof SHARING_QUESTION>;
export const SHARING_REASON = z.object({
  /** Null: the organisation that asks may not know. */
  sees: z.boolean().nullable(),
  reason: z.enum([...RECEIVED_VIA, ...NOT_SEEN_BECAUSE]),
  marking: marking.nullable(),
  /** By which a member of it receives it. */
  sharingGroup: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** Of a colleague, in the organisation of the record. */
  role: z.enum(ORGANISATION_ROLES).nullable(),
});
export type SharingReason = z.infer<typeof SHARING_REASON>;

export const READ_WAYS = ["page", "list", "export", "notification", "mail"] as const;
/** People of one role in one organisation; without one, of organisations that are hidden. Nobody is named. */
export const READERS = z.object({
  readers: z.array(
    z.object({
      organisationId: z.uuid().nullable(),
      name: z.string().nullable(),
      role: z.enum(ORGANISATION_ROLES).nullable(),
      people: z.int(),
      firstAt: time,
      lastAt: time,
      ways: z.array(z.enum(READ_WAYS)),
    }),
  ),
});
export type Readers = z.infer<typeof READERS>;

export const RECALL_REASON = z.object({ reason: z.string().trim().min(1).max(2000) });
const RECALL_FIELDS = {
  id: z.uuid(),
  organisationId: z.uuid(),
  subject: SHARED_SUBJECT,
  title: z.string(),
  reason: z.string(),
  at: time,
};
/** As its owner sees it: of each organisation, how many saw what was recalled and how many have acknowledged. */
export const RECALL = z.object({
  ...RECALL_FIELDS,
  answers: z.array(
    z.object({
      organisationId: z.uuid().nullable(),
      name: z.string().nullable(),
      people: z.int(),
      acknowledged: z.int(),
      lastAt: time.nullable(),
    }),
  ),
});
export type Recall = z.infer<typeof RECALL>;
export const RECALLS = z.object({ recalls: z.array(RECALL) });
/** As who saw it is told: it is asked that copies be deleted. */
export const RECALL_NOTICE = z.object({ ...RECALL_FIELDS, acknowledgedAt: time.nullable() });
export type RecallNotice = z.infer<typeof RECALL_NOTICE>;
export const RECALL_NOTICES = z.object({ notices: z.array(RECALL_NOTICE) });
