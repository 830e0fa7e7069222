// SPDX-License-Identifier: Apache-2.0
/** Whoever is signed in proves again to be there, with what the account signs in with. */
import type { PasswordProof, ProofWays } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { type Records, systemPrincipal } from "../../../platform/records/index.ts";
import { hasPassword } from "../records.ts";
import type { Access } from "../service.ts";
import type { SessionClient } from "../start-session.ts";
import { markProved } from "./mark-proved.ts";

const SIGN_IN = systemPrincipal("sign_in");

export interface ProofParts {
  readonly records: Records;
  readonly access: Access;
}

export class Proofs {
  readonly #records: Records;
  readonly #access: Access;

  constructor({ records, access }: ProofParts) {
    this.#records = records;
    this.#access = access;
  }

  /** What the account has to prove it with. */
  async ways({ person }: SignedIn): Promise<ProofWays> {
    const { since } = await this.#access.secondFactor.state(person);
    const password = await this.#records.read(SIGN_IN, (tx) => hasPassword(tx, person.id));
    return { password, code: since !== null };
  }

  /** As when one signs in: where one-time codes are asked for, the password alone proves nothing. */
  async byPassword(
    { person, sessionId }: SignedIn,
    { password, code }: PasswordProof,
    client: SessionClient,
  ): Promise<void> {
    await this.#access.requirePassword(person, password, client);
    await this.#access.secondFactor.require(person.id, code);
    await this.#records.transaction(SIGN_IN, (tx) =>
      markProved(tx, { sessionId, personId: person.id, by: "password" }),
    );
  }
}
