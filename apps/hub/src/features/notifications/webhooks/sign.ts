// SPDX-License-Identifier: Apache-2.0
/** Secrets and signatures as the Standard Webhooks specification has them (version 1, symmetric). Pure but for chance. */
import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";
/** Between 24 and 64, as the specification asks. */
const SECRET_BYTES = 32;

export function newSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

export function writeSecret(secret: Buffer): string {
  return `${PREFIX}${secret.toString("base64")}`;
}

export interface Message {
  readonly id: string;
  /** When this attempt was begun. */
  readonly at: Date;
  readonly body: string;
}

/** With each of the secrets, so that a receiver that knows one of them can tell. */
export function signedHeaders({ id, at, body }: Message, secrets: readonly Buffer[]): Record<string, string> {
  const timestamp = `${Math.floor(at.getTime() / 1000)}`;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`,
  );
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}
