// SPDX-License-Identifier: Apache-2.0
/** Requests on the wire: to join a sharing group, and to see a record that one knows of. */
import { z } from "zod";

const time = z.iso.datetime();
const reason = z.string().trim().min(1).max(2000);

/** `expired`: nobody answered. It is the same where there is no such record and where its owner keeps silent. */
export const SHARING_REQUEST_STATES = ["asked", "granted", "refused", "ignored", "expired"] as const;

export const SHARING_REQUEST = z.object({
  id: z.uuid(),
  kind: z.enum(["group", "access"]),
  /** Who asks. */
  organisationId: z.uuid(),
  organisationName: z.string(),
  /** The name of the group; of a record, to who asks what they wrote, to its owner its title. */
  about: z.string(),
  /** The group; of a record, for its owner alone. */
  subjectId: z.uuid().nullable(),
  reason: z.string(),
  askedAt: time,
  expiresAt: time.nullable(),
  /** `ignored` is for the owner of a record alone. */
  state: z.enum(SHARING_REQUEST_STATES),
  answerReason: z.string().nullable(),
  answeredAt: time.nullable(),
});
export type SharingRequest = z.infer<typeof SHARING_REQUEST>;

/** The newest first. */
export const SHARING_REQUESTS = z.object({
  asked: z.array(SHARING_REQUEST),
  toAnswer: z.array(SHARING_REQUEST),
});

export const NEW_GROUP_REQUEST = z.object({ organisationId: z.uuid(), reason });
export const NEW_ACCESS_REQUEST = z.object({
  /** For whom. */
  organisationId: z.uuid(),
  /** The link that somebody sent, or the id. */
  reference: z.string().trim().min(1).max(500),
  reason,
});
export type NewAccessRequest = z.output<typeof NEW_ACCESS_REQUEST>;
/** The same whether or not there is such a record. */
export const ACCESS_REQUEST_RECEIPT = z.object({ id: z.uuid(), askedAt: time, expiresAt: time });

export const GROUP_REQUEST_ANSWER = z.object({
  answer: z.enum(["granted", "refused"]),
  reason: z.string().trim().max(2000).default(""),
  /** As what it joins. */
  isHidden: z.boolean().default(false),
});
export type GroupRequestAnswer = z.output<typeof GROUP_REQUEST_ANSWER>;
export const ACCESS_REQUEST_ANSWER = z.object({
  /** `ignored`: who asked is told nothing. */
  answer: z.enum(["granted", "refused", "ignored"]),
  reason: z.string().trim().max(2000).default(""),
});
export type AccessRequestAnswer = z.output<typeof ACCESS_REQUEST_ANSWER>;
