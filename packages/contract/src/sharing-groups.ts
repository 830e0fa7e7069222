// SPDX-License-Identifier: Apache-2.0
/** Sharing groups, circles of a sector among them, and the clients that organisations have, on the wire. */
import { z } from "zod";
import { SECTORS } from "./organisations.ts";

const time = z.iso.datetime();
const attributes = {
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000),
  /** Its members may pass AMBER on to their clients: what is shared with it from then on. */
  mayPassOn: z.boolean(),
  /** With one it is a circle: listed, it is found by the organisations of the sector alone. */
  sector: z.enum(SECTORS).nullable(),
  /** Organisations find it, and ask to join. */
  isListed: z.boolean(),
};

export const SHARING_GROUP = z.object({
  id: z.uuid(),
  /** Whose it is, and who runs it. */
  organisationId: z.uuid(),
  organisationName: z.string(),
  ...attributes,
  sector: z.string().nullable(),
  createdAt: time,
  closedAt: time.nullable(),
  /** Hidden ones are counted among them. */
  memberCount: z.int(),
  /** Which of one's own organisations are in it. */
  ownMemberIds: z.array(z.uuid()),
});
export type SharingGroup = z.infer<typeof SHARING_GROUP>;

export const SHARING_GROUPS = z.object({ groups: z.array(SHARING_GROUP), next: z.string().nullable() });
export const SHARING_GROUP_QUERY = z.object({
  /** `own`: one's organisations run it or are in it; `listed`: they can be found, and are not theirs. */
  view: z.enum(["own", "listed"]).default("own"),
  withClosed: z.stringbool().default(false),
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type SharingGroupQuery = z.output<typeof SHARING_GROUP_QUERY>;

export const SHARING_GROUP_MEMBER = z.object({
  organisationId: z.uuid(),
  name: z.string(),
  /** To the others it is one of those that are hidden. */
  isHidden: z.boolean(),
  since: time,
});
export const SHARING_GROUP_DETAIL = z.object({
  group: SHARING_GROUP,
  members: z.array(SHARING_GROUP_MEMBER),
  /** Besides: those that the reader may not know. */
  hiddenMembers: z.int(),
});
export type SharingGroupDetail = z.infer<typeof SHARING_GROUP_DETAIL>;

export const NEW_SHARING_GROUP = z.object({
  organisationId: z.uuid(),
  name: attributes.name,
  description: attributes.description.default(""),
  mayPassOn: attributes.mayPassOn.default(false),
  sector: attributes.sector.default(null),
  isListed: attributes.isListed.default(false),
  /** Who runs a group need not be in it: then it receives nothing. */
  isMember: z.boolean().default(true),
});
export type NewSharingGroup = z.output<typeof NEW_SHARING_GROUP>;

export const SHARING_GROUP_CHANGE = z
  .object({
    name: attributes.name.optional(),
    description: attributes.description.optional(),
    mayPassOn: attributes.mayPassOn.optional(),
    sector: attributes.sector.optional(),
    isListed: attributes.isListed.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: "names nothing to change",
  });
export type SharingGroupChange = z.output<typeof SHARING_GROUP_CHANGE>;
export const SHARING_GROUP_MEMBERSHIP = z.object({ isHidden: z.boolean().default(false) });

export const CLIENT_STATES = ["declared", "confirmed", "ended"] as const;
export const ORGANISATION_CLIENT = z.object({
  id: z.uuid(),
  /** Who may pass AMBER on. */
  providerId: z.uuid(),
  providerName: z.string(),
  /** To whom, once it has confirmed. */
  clientId: z.uuid(),
  clientName: z.string(),
  state: z.enum(CLIENT_STATES),
  /** Those who share with the provider are told that there is one client more, and not which. */
  isHidden: z.boolean(),
  since: time,
  confirmedAt: time.nullable(),
  endedAt: time.nullable(),
});
export type OrganisationClient = z.infer<typeof ORGANISATION_CLIENT>;
/** Both ways: of the organisation, and those whose client it is. */
export const ORGANISATION_CLIENTS = z.object({ clients: z.array(ORGANISATION_CLIENT) });
export const NEW_ORGANISATION_CLIENT = z.object({ clientId: z.uuid() });
export const CLIENT_CONFIRMATION = z.object({ isHidden: z.boolean().default(false) });
