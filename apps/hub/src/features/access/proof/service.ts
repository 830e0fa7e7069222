// SPDX-License-Identifier: Apache-2.0
/** Whoever is signed in proves again to be there, with what the account signs in with. */
import type { Proof, ProofWays } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { type Records, systemPrincipal } from "../../../platform/records/index.ts";
import type { Passkeys } from "../passkeys/service.ts";
import { hasPassword } from "../records.ts";
import type { Access } from "../service.ts";
import type { SessionClient } from "../start-session.ts";
import { markProved } from "./mark-proved.ts";

const SIGN_IN = systemPrincipal("sign_in");

export interface ProofParts {
  readonly records: Records;
  readonly access: Access;
  readonly passkeys: Passkeys;
}

export class Proofs {
  readonly #records: Records;
  readonly #access: Access;
  readonly #passkeys: Passkeys;

  constructor({ records, access, passkeys }: ProofParts) {
    this.#records = records;
    this.#passkeys = passkeys;
    this.#access = access;
  }

  /** What the account has to prove it with. */
  async ways({ person }: SignedIn): Promise<ProofWays> {
    const { since } = await this.#access.secondFactor.state(person);
    const password = await this.#records.read(SIGN_IN, (tx) => hasPassword(tx, person.id));
    const { passkeys } = await this.#passkeys.list(person);
    return { password, code: since !== null, passkey: passkeys.length > 0 };
  }

  /** As when one signs in: where one-time codes are asked for, the password alone proves nothing. */
  async give({ person, sessionId }: SignedIn, proof: Proof, client: SessionClient): Promise<void> {
    if ("passkey" in proof) await this.#passkeys.verify(proof.passkey, person.id);
    else {
      await this.#access.requirePassword(person, proof.password, client);
      await this.#access.secondFactor.require(person.id, proof.code, client);
    }
    const by = "passkey" in proof ? "passkey" : "password";
    await this.#records.transaction(SIGN_IN, (tx) => markProved(tx, { sessionId, personId: person.id, by }));
  }
}
