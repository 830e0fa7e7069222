// SPDX-License-Identifier: Apache-2.0
/** Keys by which programs use the API: whose they are, what they may do, until when. */
import { z } from "zod";
import { LANGUAGES, ORGANISATION_ROLES } from "./access.ts";

/** By area, reading and writing apart. A route of the API names the one that it takes. */
export const KEY_SCOPES = [
  "alerts:read",
  "alerts:write",
  "events:read",
  "sources:read",
  "sources:write",
  "rules:read",
  "rules:write",
  "cases:read",
  "cases:write",
  "ledger:read",
  "ledger:write",
  "orders:read",
  "orders:write",
  "sharing:read",
  "sharing:write",
  "situation:read",
  "organisations:read",
  "organisations:write",
  "retention:read",
  "live:read",
  "metrics:read",
  /** No route takes these two: they widen what the others reach. */
  "named:read",
  "hub:roles",
] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

export const MAX_KEY_DAYS = 366;
export const DEFAULT_KEY_DAYS = 90;
export const DEFAULT_KEY_RATE = 600;
export const MAX_KEY_RATE = 6_000;
/** Of one person or service account, that hold. */
export const MAX_KEYS = 50;

const time = z.iso.datetime();
const scopes = z.array(z.enum(KEY_SCOPES)).min(1).max(KEY_SCOPES.length);
const name = z.string().trim().min(1).max(100);

export const NEW_KEY = z.object({
  name,
  scopes,
  /** In the future, and at most a year from now. */
  expiresAt: time,
  /** Nothing of one's other organisations; null for all. */
  organisationIds: z.array(z.uuid()).min(1).max(200).nullable(),
  /** So many requests in a minute. */
  ratePerMinute: z.int().min(1).max(MAX_KEY_RATE).default(DEFAULT_KEY_RATE),
});
export type NewKey = z.infer<typeof NEW_KEY>;

export const KEY_STATES = ["active", "expired", "revoked"] as const;

export const API_KEY = z.object({
  id: z.uuid(),
  name: z.string(),
  /** What it begins with, to know it again by. */
  prefix: z.string(),
  state: z.enum(KEY_STATES),
  scopes: z.array(z.enum(KEY_SCOPES)),
  organisationIds: z.array(z.uuid()).nullable(),
  ratePerMinute: z.int(),
  createdAt: time,
  expiresAt: time,
  revokedAt: time.nullable(),
  /** To the minute. */
  lastUsedAt: time.nullable(),
  lastAddress: z.string().nullable(),
});
export type ApiKey = z.infer<typeof API_KEY>;
export const API_KEYS = z.object({ keys: z.array(API_KEY) });

/** The key itself is told this once. */
export const CREATED_KEY = z.object({ key: API_KEY, secret: z.string() });
export type CreatedKey = z.infer<typeof CREATED_KEY>;

/** As the administrators of an organisation see it: of its other organisations it says nothing. */
export const ORGANISATION_KEY = API_KEY.omit({ organisationIds: true, lastAddress: true }).extend({
  owner: z.object({ id: z.uuid(), name: z.string(), kind: z.enum(["person", "service"]) }),
  /** What it may do in this organisation; fewer than its scopes where an administrator took some. */
  allowedScopes: z.array(z.enum(KEY_SCOPES)),
});
export type OrganisationKey = z.infer<typeof ORGANISATION_KEY>;
export const ORGANISATION_KEYS = z.object({ keys: z.array(ORGANISATION_KEY) });

/** None: it is not for this organisation any more. */
export const KEY_LIMIT = z.object({ scopes: z.array(z.enum(KEY_SCOPES)).max(KEY_SCOPES.length) });

/** A program of an organisation. It has a role as a person has, but no password, no session and no role of the hub. */
export const SERVICE_ROLES = ["viewer", "analyst", "responder"] as const;
export type ServiceRole = (typeof SERVICE_ROLES)[number];
/** Before the name of every service account, and of nobody else. */
export const SERVICE_PREFIX = "service: ";
export const NEW_SERVICE_ACCOUNT = z.object({
  name: z.string().trim().min(1).max(150),
  role: z.enum(SERVICE_ROLES),
});
export type NewServiceAccount = z.infer<typeof NEW_SERVICE_ACCOUNT>;
export const SERVICE_ACCOUNT_CHANGE = z.object({ isDisabled: z.literal(true) });
export const SERVICE_ACCOUNT = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(ORGANISATION_ROLES),
  createdAt: time,
  keys: z.array(API_KEY),
});
export type ServiceAccount = z.infer<typeof SERVICE_ACCOUNT>;
export const SERVICE_ACCOUNTS = z.object({ accounts: z.array(SERVICE_ACCOUNT) });
export const NEW_SERVICE_KEY = NEW_KEY.omit({ organisationIds: true });
export type NewServiceKey = z.infer<typeof NEW_SERVICE_KEY>;

/** To a program: what its key is. */
export const CURRENT_KEY = z.object({
  key: API_KEY.pick({ id: true, name: true, scopes: true, expiresAt: true, ratePerMinute: true }),
  person: z.object({ id: z.uuid(), name: z.string(), language: z.enum(LANGUAGES) }),
  organisations: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(ORGANISATION_ROLES) })),
});
export type CurrentKey = z.infer<typeof CURRENT_KEY>;
