// SPDX-License-Identifier: Apache-2.0
/** A second factor is set up, asked for, and taken away again. */
import { FengsuiError, type SecondFactorState } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { RateLimiter, type SignedIn } from "../../../platform/http/index.ts";
import {
  audited,
  type PersonId,
  type Records,
  systemPrincipal,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { tellOwner } from "../notices/tell-owner.ts";
import { addressOf, hashRecoveryCode, newRecoveryCodes, newSecret, readCode, stepOf } from "./codes.ts";
import * as store from "./records.ts";

const SIGN_IN = systemPrincipal("sign_in");
/** Whoever guesses has the password: some 300 of a million codes a day, three of which hold at any time. */
const GUESSES = { burst: 10, everyMs: 300_000 };
const ISSUER = "Fengsui";

type Person = SignedIn["person"];

export class SecondFactor {
  readonly #records: Records;
  readonly #guesses: RateLimiter;

  constructor({ records, clock }: { readonly records: Records; readonly clock: Clock }) {
    this.#records = records;
    this.#guesses = new RateLimiter(GUESSES, clock);
  }

  async state({ id }: Pick<Person, "id">): Promise<SecondFactorState> {
    return await this.#records.read(SIGN_IN, async (tx) => {
      const factor = await store.findFactor(tx, id);
      return {
        since: factor?.confirmedAt?.toISOString() ?? null,
        recoveryCodesLeft: await store.countRecoveryCodes(tx, id),
      };
    });
  }

  /** Asks for nothing yet: that begins when a code of it was shown. */
  async begin({ id, email }: Person): Promise<{ secret: string; address: string }> {
    const secret = newSecret();
    await this.#change(id, "person.second_factor_begin", async (write) => {
      if (await store.putFactor(write, id, secret)) return;
      throw new FengsuiError("access.second_factor_exists", "there is one that is asked for");
    });
    return { secret, address: addressOf(secret, { issuer: ISSUER, label: email }) };
  }

  /** The codes for when it is lost, this once. */
  async confirm({ id }: Person, code: string): Promise<string[]> {
    this.#guesses.take(id);
    const codes = newRecoveryCodes();
    await this.#change(id, "person.second_factor_add", async (write, tx) => {
      const factor = await store.findFactor(tx, id);
      if (factor === undefined || factor.confirmedAt !== null)
        throw new FengsuiError("access.second_factor_missing", "there is none that waits to be confirmed");
      const given = readCode(code);
      const step = given.kind === "one_time" ? stepOf(factor.secret, given.digits, tx.now) : undefined;
      if (step === undefined || !(await store.useStep(write, id, step))) throw wrongCode();
      await store.confirmFactor(write, id, tx.now);
      await store.replaceRecoveryCodes(write, id, codes.map(hashRecoveryCode));
      await tellOwner(write, { personId: id, what: "codes_added", now: tx.now });
    });
    this.#guesses.giveBack(id);
    return codes;
  }

  /** Nothing where the person has none; otherwise the code must be good, and is so no more. */
  async require(id: PersonId, code: string | undefined): Promise<void> {
    const factor = await this.#records.read(SIGN_IN, (tx) => store.findFactor(tx, id));
    if (factor === undefined || factor.confirmedAt === null) return;
    if (code === undefined) throw new FengsuiError("access.code_required", "the account has a second factor");
    this.#guesses.take(id);
    const given = readCode(code);
    const action = given.kind === "one_time" ? "person.use_one_time_code" : "person.use_recovery_code";
    await this.#change(id, action, async (write, tx) => {
      if (given.kind === "recovery") {
        if (await store.useRecoveryCode(write, id, given.hash)) return;
        throw wrongCode();
      }
      const step = stepOf(factor.secret, given.digits, tx.now);
      if (step === undefined || !(await store.useStep(write, id, step))) throw wrongCode();
    });
    this.#guesses.giveBack(id);
  }

  async renewRecoveryCodes({ id }: Person): Promise<string[]> {
    await this.#requirePresent(id);
    const codes = newRecoveryCodes();
    await this.#change(id, "person.recovery_codes_renew", async (write, tx) => {
      await store.replaceRecoveryCodes(write, id, codes.map(hashRecoveryCode));
      await tellOwner(write, { personId: id, what: "recovery_codes_renewed", now: tx.now });
    });
    return codes;
  }

  async remove({ id }: Person): Promise<void> {
    await this.#requirePresent(id);
    await this.#change(id, "person.second_factor_remove", async (write, tx) => {
      await store.deleteFactor(write, id);
      await tellOwner(write, { personId: id, what: "codes_removed", now: tx.now });
    });
  }

  async #requirePresent(id: PersonId): Promise<void> {
    const { since } = await this.state({ id });
    if (since === null) throw new FengsuiError("access.second_factor_missing", "the account has none");
  }

  async #change(id: PersonId, action: string, act: (write: Writer, tx: Tx) => Promise<void>): Promise<void> {
    const subject = { kind: "person", id };
    await this.#records.transaction(SIGN_IN, (tx) =>
      audited(tx, { action, subject, organisationId: null, detail: { personId: id } }, (write) =>
        act(write, tx),
      ),
    );
  }
}

function wrongCode(): FengsuiError {
  return new FengsuiError("access.code_wrong", "the code is not one that holds now");
}
