// SPDX-License-Identifier: Apache-2.0
/** Who works with whom: the people of an organisation, invitations into it, the roles of the hub, own sessions. */
import { z } from "zod";
import {
  HUB_ROLES,
  LANGUAGES,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  ORGANISATION_ROLES,
  PERSON_NAME,
} from "./access.ts";

const time = z.iso.datetime();
const role = z.enum(ORGANISATION_ROLES);
const hubRoles = z.array(z.enum(HUB_ROLES)).max(HUB_ROLES.length);

export const MEMBER = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role,
  memberSince: time,
  /** For operators of the hub, and of oneself; null for others. */
  hubRoles: hubRoles.nullable(),
});
export type Member = z.infer<typeof MEMBER>;
export const MEMBERS = z.object({ people: z.array(MEMBER) });
export const MEMBER_CHANGE = z.object({ role });

export const INVITATION_STATES = ["open", "expired", "accepted", "revoked"] as const;
export const INVITATION = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  email: z.string(),
  role,
  state: z.enum(INVITATION_STATES),
  invitedBy: z.uuid(),
  createdAt: time,
  expiresAt: time,
  acceptedAt: time.nullable(),
  revokedAt: time.nullable(),
});
export type Invitation = z.infer<typeof INVITATION>;
export const INVITATIONS = z.object({ invitations: z.array(INVITATION) });

export const NEW_INVITATION = z.object({ email: z.email().max(320), role });
export type NewInvitation = z.infer<typeof NEW_INVITATION>;

/** The token is told once: the link that is given to the person is made of it. */
export const INVITATION_LINK = z.object({ invitation: INVITATION, token: z.string() });
export type InvitationLink = z.infer<typeof INVITATION_LINK>;

const token = z.string().min(1).max(200);
export const INVITATION_TOKEN = z.object({ token });

/** What it is about. Whether the address has an account is not said. */
export const INVITATION_LOOK = z.object({
  organisation: z.string(),
  email: z.string(),
  role,
  invitedBy: z.string(),
  expiresAt: time,
});
export type InvitationLook = z.infer<typeof INVITATION_LOOK>;

/** By somebody who has no account yet. */
export const INVITATION_ACCEPTANCE = z.object({
  token,
  name: PERSON_NAME,
  password: z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH),
  language: z.enum(LANGUAGES).optional(),
});
export type InvitationAcceptance = z.infer<typeof INVITATION_ACCEPTANCE>;

export const HUB_ROLE_HOLDERS = z.object({
  people: z.array(z.object({ id: z.uuid(), name: z.string(), email: z.string(), hubRoles })),
});
export type HubRoleHolder = z.infer<typeof HUB_ROLE_HOLDERS>["people"][number];
export const HUB_ROLES_CHANGE = z.object({ hubRoles });

export const OWN_SESSION = z.object({
  id: z.uuid(),
  /** The one that asks. */
  isCurrent: z.boolean(),
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
  /** As the browser named itself; null where it did not. */
  userAgent: z.string().nullable(),
  /** Where it was begun from. */
  address: z.string().nullable(),
});
export type OwnSession = z.infer<typeof OWN_SESSION>;
export const OWN_SESSIONS = z.object({ sessions: z.array(OWN_SESSION) });
