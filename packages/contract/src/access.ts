// SPDX-License-Identifier: Apache-2.0
/** Who is here: the first administrator, signing in and out, the person behind a session. */
import { z } from "zod";
import { PASSKEY_ASSERTION } from "./passkeys.ts";

export const ORGANISATION_ROLES = ["viewer", "analyst", "responder", "manager", "administrator"] as const;
export const HUB_ROLES = ["coordinator", "operator"] as const;
export const LANGUAGES = ["en", "zh-CN"] as const;

export const MIN_PASSWORD_LENGTH = 12;
/** Hashing is costly; nobody types more. */
export const MAX_PASSWORD_LENGTH = 1_000;

/** Programs are named so, and nobody else. */
export const PERSON_NAME = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/^service\s*:/i.test(text), { error: "is how programs are named" });
const name = z.string().trim().min(1).max(200);
const email = z.email().max(320);
const language = z.enum(LANGUAGES);
/** What is written at sign-in is compared, not judged. */
const givenPassword = z.string().min(1).max(MAX_PASSWORD_LENGTH);

export const SETUP_STATE = z.object({ isNeeded: z.boolean() });
export type SetupState = z.infer<typeof SETUP_STATE>;

export const SETUP_REQUEST = z.object({
  /** Out of the one-time link that the hub prints. */
  token: z.string().min(1).max(200),
  organisation: name,
  name: PERSON_NAME,
  email,
  password: z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH),
  language: language.optional(),
});
export type SetupRequest = z.infer<typeof SETUP_REQUEST>;

/** One-time or recovery, as people type it. */
const code = z.string().trim().min(1).max(100);
export const SIGN_IN_REQUEST = z.object({
  email: z.string().min(1).max(320),
  password: givenPassword,
  /** Where the account has a second factor. */
  code: code.optional(),
});
export type SignInRequest = z.infer<typeof SIGN_IN_REQUEST>;

export const SESSION = z.object({
  person: z.object({ id: z.uuid(), name: z.string(), email: z.string(), language }),
  organisations: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(ORGANISATION_ROLES) })),
  hubRoles: z.array(z.enum(HUB_ROLES)),
  /** Goes with every change, in the header `X-CSRF-Token`. */
  csrfToken: z.string(),
});
export type Session = z.infer<typeof SESSION>;

/** What the account can prove with that its owner is there. */
export const PROOF_WAYS = z.object({
  password: z.boolean(),
  /** With the password, a one-time code is asked for. */
  code: z.boolean(),
  passkey: z.boolean(),
});
export type ProofWays = z.infer<typeof PROOF_WAYS>;
const PASSWORD_PROOF = z.object({ password: givenPassword, code: code.optional() });
export type PasswordProof = z.infer<typeof PASSWORD_PROOF>;
export const PROOF = z.union([PASSWORD_PROOF, z.object({ passkey: PASSKEY_ASSERTION })]);
export type Proof = z.infer<typeof PROOF>;

export const SECOND_FACTOR_STATE = z.object({
  /** From when on one-time codes are asked for; null where they are not. */
  since: z.iso.datetime().nullable(),
  recoveryCodesLeft: z.int(),
});
export type SecondFactorState = z.infer<typeof SECOND_FACTOR_STATE>;
export const NEW_SECOND_FACTOR = z.object({
  /** In base 32, to be typed into an app. */
  secret: z.string(),
  /** `otpauth://…`, to be shown to an app as a square code. */
  address: z.string(),
});
export type NewSecondFactor = z.infer<typeof NEW_SECOND_FACTOR>;
export const SECOND_FACTOR_CODE = z.object({ code });
/** Each is good once, in the place of a one-time code. */
export const RECOVERY_CODES = z.object({ recoveryCodes: z.array(z.string()) });

/** Ends every other session of the person. */
export const PASSWORD_CHANGE = z.object({
  current: givenPassword,
  password: z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH),
});
export type PasswordChange = z.infer<typeof PASSWORD_CHANGE>;

export const PERSON_CHANGE = z
  .object({ name: PERSON_NAME.optional(), language: language.optional() })
  .refine((change) => change.name !== undefined || change.language !== undefined, {
    error: "names nothing to change",
  });
export type PersonChange = z.infer<typeof PERSON_CHANGE>;

/** People of one's organisations, to give work to. */
export const COLLEAGUES = z.object({
  people: z.array(z.object({ id: z.uuid(), name: z.string(), organisationIds: z.array(z.uuid()) })),
});
export type Colleague = z.infer<typeof COLLEAGUES>["people"][number];
