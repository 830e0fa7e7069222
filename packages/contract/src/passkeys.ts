// SPDX-License-Identifier: Apache-2.0
/** Passkeys (WebAuthn): what goes between the browser and the hub, and what is told of those that somebody has. */
import { z } from "zod";

const base64url = (max: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(max);
/** 1,023 bytes, as the standard has it. */
const credentialId = base64url(1_364);
const MAX_DATA = 20_000;
export const PASSKEY_NAME_LENGTH = 100;
const name = z.string().trim().min(1).max(PASSKEY_NAME_LENGTH);

const attachment = z.enum(["cross-platform", "platform"]).exactOptional();
/** What extensions answer is not asked for and not kept. */
const extensions = z.object({}).default({});
const credential = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
};

/** As `navigator.credentials.get` answers. */
export const PASSKEY_ASSERTION = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(MAX_DATA),
    authenticatorData: base64url(MAX_DATA),
    signature: base64url(MAX_DATA),
    userHandle: base64url(100).exactOptional(),
  }),
});
export type PasskeyAssertion = z.infer<typeof PASSKEY_ASSERTION>;

/** As `navigator.credentials.create` answers. */
export const NEW_PASSKEY = z.object({
  name,
  credential: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(MAX_DATA),
      attestationObject: base64url(MAX_DATA),
      transports: z
        .array(z.string().regex(/^[a-z-]{1,20}$/))
        .max(10)
        .exactOptional(),
    }),
  }),
});
export type NewPasskey = z.infer<typeof NEW_PASSKEY>;

const descriptor = z.object({
  id: z.string(),
  type: z.literal("public-key"),
  transports: z.array(z.string()).exactOptional(),
});

/** For `navigator.credentials.get`. */
export const PASSKEY_QUESTION = z.object({
  challenge: z.string(),
  timeout: z.int(),
  rpId: z.string(),
  userVerification: z.literal("required"),
  /** Absent where any passkey of the hub will do. */
  allowCredentials: z.array(descriptor).exactOptional(),
});
export type PasskeyQuestion = z.infer<typeof PASSKEY_QUESTION>;

/** For `navigator.credentials.create`. */
export const PASSKEY_CREATION = z.object({
  challenge: z.string(),
  timeout: z.int(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ alg: z.int(), type: z.literal("public-key") })),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal("required"),
    requireResidentKey: z.literal(true),
    userVerification: z.literal("required"),
  }),
  attestation: z.literal("none"),
});
export type PasskeyCreation = z.infer<typeof PASSKEY_CREATION>;

const time = z.iso.datetime();
export const PASSKEY = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  /** Kept by whoever made it on more than one device. */
  isBackedUp: z.boolean(),
});
export type Passkey = z.infer<typeof PASSKEY>;
export const PASSKEYS = z.object({
  passkeys: z.array(PASSKEY),
  /** The address of the console at which they work; null where there is none yet. */
  address: z.string().nullable(),
});
export type Passkeys = z.infer<typeof PASSKEYS>;
export const PASSKEY_CHANGE = z.object({ name });
