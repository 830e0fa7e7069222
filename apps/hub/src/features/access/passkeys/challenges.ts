// SPDX-License-Identifier: Apache-2.0
/** The questions that a passkey answers: random, good once, for five minutes, by whichever process is asked. */
import { createHash, randomBytes } from "node:crypto";
import { FengsuiError } from "@fengsui/contract";
import { type PersonId, type Records, systemPrincipal, unaudited } from "../../../platform/records/index.ts";
import type { PasskeyPurpose } from "../../../platform/records/people-schema.ts";
import { insertChallenge, takeChallenge } from "./records.ts";

export const CHALLENGE_MS = 5 * 60_000;
const SIGN_IN = systemPrincipal("sign_in");

interface For {
  readonly purpose: PasskeyPurpose;
  readonly personId: PersonId | null;
}

export async function newChallenge(records: Records, asked: For): Promise<Buffer<ArrayBuffer>> {
  const challenge = randomBytes(32);
  const hash = hashOf(challenge.toString("base64url"));
  await records.transaction(SIGN_IN, (tx) =>
    unaudited(tx, "a question changes nothing; its answer does", (write) =>
      insertChallenge(
        write,
        { ...asked, hash },
        { now: tx.now, expiresAt: new Date(tx.now.getTime() + CHALLENGE_MS) },
      ),
    ),
  );
  return challenge;
}

/** What the answer says that it answers; refused where that was not asked, not for this, or before. */
export async function spendChallenge(records: Records, answer: string, asked: For): Promise<string> {
  const challenge = challengeIn(answer);
  const isTaken = await records.transaction(SIGN_IN, (tx) =>
    unaudited(tx, "a question is spent whatever its answer is worth", (write) =>
      takeChallenge(write, { ...asked, hash: hashOf(challenge) }, tx.now),
    ),
  );
  if (!isTaken) throw new FengsuiError("access.passkey_refused", "it answers no question that is open");
  return challenge;
}

/** `answer` is the client's data as it was signed. */
function challengeIn(answer: string): string {
  try {
    const data: unknown = JSON.parse(Buffer.from(answer, "base64url").toString("utf8"));
    if (
      typeof data === "object" &&
      data !== null &&
      "challenge" in data &&
      typeof data.challenge === "string"
    )
      return data.challenge;
  } catch (cause) {
    throw new FengsuiError("access.passkey_refused", "the data of the client is no JSON", { cause });
  }
  throw new FengsuiError("access.passkey_refused", "the data of the client names no question");
}

function hashOf(challenge: string): Buffer {
  return createHash("sha256").update(challenge).digest();
}
