// SPDX-License-Identifier: Apache-2.0
/** Signing in with a provider of OpenID Connect: the providers, what their groups give, the way there and back. */
import { z } from "zod";
import { ORGANISATION_ROLES } from "./access.ts";

const time = z.iso.datetime();
const name = z.string().trim().min(1).max(100);
const claim = z.string().trim().min(1).max(200);
const secret = z.string().min(1).max(1_000);

/** As the provider writes it, without a query: it is compared letter for letter. */
const issuer = z
  .string()
  .trim()
  .min(8)
  .max(1_000)
  .refine(
    (text) => {
      const url = URL.parse(text);
      if (url === null || !/^https?:$/.test(url.protocol)) return false;
      return `${url.username}${url.password}${url.search}${url.hash}` === "" && !/[?#]/.test(text);
    },
    { error: "is not an address that begins with https://, without a user, a query or a fragment in it" },
  );
/** Without `openid` it would be no sign-in. */
const scopes = z
  .string()
  .trim()
  .max(500)
  .regex(/^[\x21\x23-\x5B\x5D-\x7E]+( [\x21\x23-\x5B\x5D-\x7E]+)*$/, {
    error: "are not words with one space between",
  })
  .refine((text) => text.split(" ").includes("openid"), { error: "do not name openid" });

/** What the sign-in page shows. */
export const SIGN_IN_PROVIDERS = z.object({
  providers: z.array(z.object({ id: z.uuid(), name: z.string() })),
});
export type SignInProvider = z.infer<typeof SIGN_IN_PROVIDERS>["providers"][number];

const PROVIDER_FIELDS = {
  name,
  clientId: z.string().trim().min(1).max(500),
  scopes,
  /** Who has no account here gets one with the first sign-in, if their groups give them a role. */
  makesAccounts: z.boolean(),
  /** A sign-in of which the provider says that it took more than one factor needs no code of the hub's own. */
  trustsSecondFactor: z.boolean(),
};
export const IDENTITY_PROVIDER = z.object({
  id: z.uuid(),
  issuer: z.string(),
  /** Which claim names the groups. */
  groupsClaim: z.string(),
  ...PROVIDER_FIELDS,
  isEnabled: z.boolean(),
  createdBy: z.uuid(),
  createdAt: time,
  changedAt: time,
});
export type IdentityProvider = z.infer<typeof IDENTITY_PROVIDER>;
export const IDENTITY_PROVIDERS = z.object({ providers: z.array(IDENTITY_PROVIDER) });
/** The secret goes in, and is never told. */
export const NEW_IDENTITY_PROVIDER = z.object({
  ...PROVIDER_FIELDS,
  issuer,
  clientSecret: secret.optional(),
  groupsClaim: claim.default("groups"),
  scopes: scopes.default("openid profile email"),
  makesAccounts: z.boolean().default(false),
  trustsSecondFactor: z.boolean().default(false),
});
export type NewIdentityProvider = z.output<typeof NEW_IDENTITY_PROVIDER>;
/** Who the provider is and where it names groups stays: roles were accepted of this provider, and of no other. */
export const IDENTITY_PROVIDER_CHANGE = z.object({
  name: name.optional(),
  clientId: PROVIDER_FIELDS.clientId.optional(),
  clientSecret: secret.optional(),
  scopes: scopes.optional(),
  makesAccounts: z.boolean().optional(),
  trustsSecondFactor: z.boolean().optional(),
  isEnabled: z.boolean().optional(),
});
export type IdentityProviderChange = z.output<typeof IDENTITY_PROVIDER_CHANGE>;

const group = z.string().trim().min(1).max(300);
/** What a group gives. In an organisation it counts from when one of its administrators accepted it. */
export const GROUP_ROLE = z.object({
  id: z.uuid(),
  providerId: z.uuid(),
  providerName: z.string(),
  issuer: z.string(),
  group: z.string(),
  organisationId: z.uuid().nullable(),
  organisation: z.string().nullable(),
  role: z.enum(ORGANISATION_ROLES).nullable(),
  hubRole: z.literal("coordinator").nullable(),
  createdAt: time,
  /** Null while nobody has; a role of the hub needs it not. */
  acceptedAt: time.nullable(),
});
export type GroupRole = z.infer<typeof GROUP_ROLE>;
export const GROUP_ROLES = z.object({ groupRoles: z.array(GROUP_ROLE) });
/** Operating the hub is given by hand alone. */
export const NEW_GROUP_ROLE = z.union([
  z.strictObject({ group, organisationId: z.uuid(), role: z.enum(ORGANISATION_ROLES) }),
  z.strictObject({ group, hubRole: z.literal("coordinator") }),
]);
export type NewGroupRole = z.output<typeof NEW_GROUP_ROLE>;

/** An account elsewhere that one signs in with. */
export const IDENTITY = z.object({
  id: z.uuid(),
  issuer: z.string(),
  /** Null where the provider is switched off, or not known to the hub any more. */
  providerId: z.uuid().nullable(),
  /** Null where the hub does not know the provider any more. */
  providerName: z.string().nullable(),
  label: z.string(),
  createdAt: time,
  usedAt: time,
});
export type Identity = z.infer<typeof IDENTITY>;
export const IDENTITIES = z.object({ identities: z.array(IDENTITY) });

/** What the way to a provider is for. Its `state` begins with this word. */
export const PROVIDER_PURPOSES = ["enter", "connect", "prove"] as const;
export type ProviderPurpose = (typeof PROVIDER_PURPOSES)[number];
/** With an invitation, a new account is made for it. */
export const PROVIDER_ENTRY = z.object({ invitation: z.string().min(1).max(200).optional() });
/** The page at the provider that the browser goes to next. */
export const PROVIDER_WAY = z.object({ url: z.string() });
/** The query that the provider sent the browser back with, whole. */
export const PROVIDER_RETURN = z.object({ query: z.string().min(1).max(16_000) });
export const PROVIDER_CODE = z.object({ code: z.string().trim().min(1).max(100) });

/** Where one can sign out, too; null where the session is not of a provider, or the provider offers it not. */
export const PROVIDER_SESSION = z.object({ providerName: z.string().nullable() });
export type ProviderSession = z.infer<typeof PROVIDER_SESSION>;
/** By the provider itself, as a form. */
export const PROVIDER_LOGOUT = z.object({ logout_token: z.string().min(1).max(16_000) });
/** Where to sign out at the provider, too. */
export const PROVIDER_SIGN_OUT = z.object({ url: z.string().nullable() });
