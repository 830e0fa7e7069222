// SPDX-License-Identifier: Apache-2.0
/** Accounts as such: a forgotten password, one-time links that set one, and accounts that are disabled. */
import { z } from "zod";
import { HUB_ROLES, MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "./access.ts";

const time = z.iso.datetime();

/** Compared, not judged: whatever is typed gets the same answer. */
export const FORGOTTEN_PASSWORD = z.object({ email: z.string().trim().min(1).max(320) });
/** The same for every address. */
export const FORGOTTEN_PASSWORD_ANSWER = z.object({
  /** Whether this hub sends mail at all; without it, a one-time link comes from an administrator. */
  isMailed: z.boolean(),
});

export const NEW_PASSWORD = z.object({
  /** Out of the link. */
  token: z.string().min(1).max(200),
  password: z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH),
});
export type NewPassword = z.infer<typeof NEW_PASSWORD>;

/** The token is told once: the link that is given to the person is made of it. */
export const PASSWORD_LINK = z.object({ token: z.string(), expiresAt: time });
export type PasswordLink = z.infer<typeof PASSWORD_LINK>;

/** For operators of the hub: who has an account, and where. */
export const ACCOUNT = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  createdAt: time,
  /** Null where it can be signed in with. */
  disabledAt: time.nullable(),
  organisations: z.array(z.string()),
  hubRoles: z.array(z.enum(HUB_ROLES)),
});
export type Account = z.infer<typeof ACCOUNT>;

export const ACCOUNTS = z.object({ accounts: z.array(ACCOUNT), next: z.string().nullable() });

export const ACCOUNT_QUERY = z.object({
  /** A part of the name or the address. */
  text: z.string().max(200).optional(),
  isDisabled: z.stringbool().optional(),
  after: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type AccountQuery = z.infer<typeof ACCOUNT_QUERY>;

export const ACCOUNT_DISABLING = z.object({
  reason: z.string().trim().min(1).max(1000),
  /** Also where an organisation is left without an administrator: then a role of the hub invites the next. */
  mayLeaveVacant: z.boolean().default(false),
});
export type AccountDisabling = z.input<typeof ACCOUNT_DISABLING>;
