// SPDX-License-Identifier: Apache-2.0
/**
 * Passkeys are added, used and taken away. Each is found without an address, and shows that its owner was verified: it
 * is two factors by itself.
 */
import {
  FengsuiError,
  type NewPasskey,
  type PasskeyAssertion,
  type PasskeyCreation,
  type Passkeys as PasskeyList,
  type PasskeyQuestion,
} from "@fengsui/contract";
import {
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { Clock } from "../../../platform/clock.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import { type Id, newId } from "../../../platform/ids.ts";
import { isUniqueViolation } from "../../../platform/records/failures.ts";
import {
  audited,
  type PersonId,
  type Records,
  systemPrincipal,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { tellOwner } from "../notices/tell-owner.ts";
import { lockWaysIn, requireWayIn } from "../ways-in.ts";
import { CHALLENGE_MS, newChallenge, spendChallenge } from "./challenges.ts";
import * as store from "./records.ts";
import { type RelyingParty, requireRelyingParty } from "./relying-party.ts";

const SIGN_IN = systemPrincipal("sign_in");
const NAME = "Fengsui";
const MAX_PASSKEYS = 20;
/** EdDSA, ECDSA with P-256, RSA: what authenticators have. */
const ALGORITHMS = [-8, -7, -257];

type Person = SignedIn["person"];

export interface PasskeysParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly party: RelyingParty | undefined;
}

export class Passkeys {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #party: RelyingParty | undefined;

  constructor({ records, clock, party }: PasskeysParts) {
    this.#records = records;
    this.#clock = clock;
    this.#party = party;
  }

  async list({ id }: Pick<Person, "id">): Promise<PasskeyList> {
    const rows = await this.#records.read(SIGN_IN, (tx) => store.listPasskeys(tx, id));
    return {
      address: this.#party?.origin ?? null,
      passkeys: rows.map((row) => ({
        id: row.id,
        name: row.name,
        createdAt: row.created_at.toISOString(),
        lastUsedAt: row.last_used_at?.toISOString() ?? null,
        isBackedUp: row.is_backed_up,
      })),
    };
  }

  /** Of whoever is about to sign in, or of this person. */
  async ask(person: Pick<Person, "id"> | null): Promise<PasskeyQuestion> {
    const { id: rpId } = requireRelyingParty(this.#party);
    const asked = { purpose: person === null ? "sign_in" : "prove", personId: person?.id ?? null } as const;
    const challenge = await newChallenge(this.#records, asked);
    return {
      challenge: challenge.toString("base64url"),
      timeout: CHALLENGE_MS,
      rpId,
      userVerification: "required",
      ...(person !== null && { allowCredentials: await this.#descriptors(person.id) }),
    };
  }

  /** Whose passkey it is; `expected`, where it must be of somebody who is signed in. */
  async verify(assertion: PasskeyAssertion, expected: PersonId | null): Promise<PersonId> {
    const { id, origin } = requireRelyingParty(this.#party);
    const asked = { purpose: expected === null ? "sign_in" : "prove", personId: expected } as const;
    const challenge = await spendChallenge(this.#records, assertion.response.clientDataJSON, asked);
    const found = await this.#records.read(SIGN_IN, (tx) =>
      store.findPasskey(tx, Buffer.from(assertion.id, "base64url")),
    );
    if (found === undefined || (expected !== null && found.person_id !== expected)) throw refused("unknown");
    const { userHandle } = assertion.response;
    if (userHandle !== undefined && userHandle !== handleOf(found.person_id).toString("base64url"))
      throw refused("it is of another account");
    const { verified, authenticationInfo } = await orRefused(() =>
      verifyAuthenticationResponse({
        response: assertion,
        expectedChallenge: challenge,
        expectedOrigin: origin,
        expectedRPID: id,
        requireUserVerification: true,
        credential: {
          id: assertion.id,
          publicKey: new Uint8Array(found.public_key),
          counter: Number(found.counter),
        },
      }),
    );
    if (!verified) throw refused("the signature is not of it");
    const { newCounter: counter, credentialBackedUp: isBackedUp } = authenticationInfo;
    await this.#change(found.person_id, "person.use_passkey", { passkeyId: found.id }, async (write, tx) => {
      if (await store.updateUse(write, found.id, { counter, isBackedUp, now: tx.now })) return;
      throw refused("its count was used before");
    });
    return found.person_id;
  }

  async beginToAdd({ id, email, name }: Person): Promise<PasskeyCreation> {
    const party = requireRelyingParty(this.#party);
    const excludeCredentials = await this.#descriptors(id);
    if (excludeCredentials.length >= MAX_PASSKEYS) throw full();
    const challenge = await newChallenge(this.#records, { purpose: "add", personId: id });
    const { user } = await generateRegistrationOptions({
      rpName: NAME,
      rpID: party.id,
      userName: email,
      userDisplayName: name,
      userID: handleOf(id),
    });
    return {
      challenge: challenge.toString("base64url"),
      timeout: CHALLENGE_MS,
      rp: { id: party.id, name: NAME },
      user,
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: "public-key" as const })),
      excludeCredentials,
      authenticatorSelection: {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
      attestation: "none",
    };
  }

  async add({ id: personId }: Person, { name, credential }: NewPasskey): Promise<void> {
    const party = requireRelyingParty(this.#party);
    const asked = { purpose: "add", personId } as const;
    const challenge = await spendChallenge(this.#records, credential.response.clientDataJSON, asked);
    const { verified, registrationInfo: info } = await orRefused(() =>
      verifyRegistrationResponse({
        response: credential,
        expectedChallenge: challenge,
        expectedOrigin: party.origin,
        expectedRPID: party.id,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
    if (!verified) throw refused("what it says of itself does not hold");
    const id = newId<"passkey">(this.#clock);
    await this.#adding(() =>
      this.#change(personId, "person.passkey_add", { passkeyId: id, name }, async (write, tx) => {
        await lockWaysIn(write, personId);
        if ((await store.listPasskeys(tx, personId)).length >= MAX_PASSKEYS) throw full();
        await store.insertPasskey(write, {
          id,
          person_id: personId,
          credential_id: Buffer.from(info.credential.id, "base64url"),
          public_key: Buffer.from(info.credential.publicKey),
          counter: info.credential.counter,
          transports: credential.response.transports ?? [],
          is_backup_eligible: info.credentialDeviceType === "multiDevice",
          is_backed_up: info.credentialBackedUp,
          name,
          created_at: tx.now,
        });
        await tellOwner(write, { personId, what: "passkey_added", detail: { name }, now: tx.now });
      }),
    );
  }

  async rename({ id: personId }: Person, id: Id<"passkey">, name: string): Promise<void> {
    await this.#change(personId, "person.passkey_rename", { passkeyId: id, name }, async (write) => {
      if (!(await store.renamePasskey(write, personId, { id, name }))) throw notFound();
    });
  }

  /** Never the last way into the account. */
  async remove({ id: personId }: Person, id: Id<"passkey">): Promise<void> {
    await this.#change(personId, "person.passkey_remove", { passkeyId: id }, async (write, tx) => {
      await lockWaysIn(write, personId);
      if (!(await store.deletePasskey(write, personId, id))) throw notFound();
      await requireWayIn(tx, personId, (detail) => new FengsuiError("access.last_way_in", detail));
      await tellOwner(write, { personId, what: "passkey_removed", now: tx.now });
    });
  }

  async #descriptors(personId: PersonId) {
    const rows = await this.#records.read(SIGN_IN, (tx) => store.listPasskeys(tx, personId));
    return rows.map(({ credential_id, transports }) => ({
      id: credential_id.toString("base64url"),
      type: "public-key" as const,
      transports,
    }));
  }

  async #adding(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new FengsuiError("access.passkey_exists", "the credential is known", { cause: error });
    }
  }

  async #change(
    personId: PersonId,
    action: string,
    detail: Readonly<Record<string, unknown>>,
    act: (write: Writer, tx: Tx) => Promise<void>,
  ): Promise<void> {
    const entry = { action, subject: { kind: "person", id: personId }, organisationId: null };
    await this.#records.transaction(SIGN_IN, (tx) =>
      audited(tx, { ...entry, detail: { personId, ...detail } }, (write) => act(write, tx)),
    );
  }
}

/** What an authenticator keeps to name the account by: the id, which says nothing of the person. */
function handleOf(personId: PersonId): Buffer<ArrayBuffer> {
  return Buffer.from(personId.replaceAll("-", ""), "hex");
}

/** The library throws what it finds wrong. */
async function orRefused<Result>(verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify();
  } catch (cause) {
    throw refused(cause instanceof Error ? cause.message.slice(0, 200) : "it cannot be read", cause);
  }
}

function refused(detail: string, cause?: unknown): FengsuiError {
  return new FengsuiError("access.passkey_refused", detail, { cause });
}

function notFound(): FengsuiError {
  return new FengsuiError("access.passkey_not_found", "no passkey of yours has this id");
}

function full(): FengsuiError {
  return new FengsuiError("access.passkey_limit", `there are ${MAX_PASSKEYS}`);
}
