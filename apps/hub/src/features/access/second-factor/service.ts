// SPDX-License-Identifier: Apache-2.0
/** A second factor is set up, asked for, and taken away again. */
import { FengsuiError, type SecondFactorState } from "@fengsui/contract";
import type { Clock } from "../../../platform/clock.ts";
import { RateLimiter, type SignedIn } from "../../../platform/http/index.ts";
import { networkOf } from "../../../platform/http/rate-limit.ts";
import {
  audited,
  type PersonId,
  type Records,
  systemPrincipal,
  type Tx,
  type Writer,
} from "../../../platform/records/index.ts";
import { tellOwner } from "../notices/tell-owner.ts";
import { isKnownPlace } from "../records.ts";
import type { SessionClient } from "../start-session.ts";
import { addressOf, hashRecoveryCode, newRecoveryCodes, newSecret, readCode, stepOf } from "./codes.ts";
import * as store from "./records.ts";

const SIGN_IN = systemPrincipal("sign_in");
/**
 * Whoever guesses has the password: some 300 of a million codes a day, three of which hold at any time. A network that
 * the person signed in from before has its own count: whoever guesses elsewhere does not keep them out.
 */
const GUESSES = { burst: 10, everyMs: 300_000 };
/** Nobody guesses a recovery code: what fails is counted, and a good one never refused. */
const WRONG_RECOVERIES = { burst: 10, everyMs: 300_000 };
const ISSUER = "Fengsui";

type Person = SignedIn["person"];

export class SecondFactor {
  readonly #records: Records;
  readonly #guesses: RateLimiter;
  readonly #wrongRecoveries: RateLimiter;

  constructor({ records, clock }: { readonly records: Records; readonly clock: Clock }) {
    this.#records = records;
    this.#guesses = new RateLimiter(GUESSES, clock);
    this.#wrongRecoveries = new RateLimiter(WRONG_RECOVERIES, clock);
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
    const place = JSON.stringify([id, "confirm"]);
    this.#guesses.take(place);
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
    this.#guesses.giveBack(place);
    return codes;
  }

  /** Nothing where the person has none; otherwise the code must be good, and is so no more. */
  async require(id: PersonId, code: string | undefined, { address }: SessionClient): Promise<void> {
    const network = networkOf(address);
    const { factor, isKnown } = await this.#records.read(SIGN_IN, async (tx) => ({
      factor: await store.findFactor(tx, id),
      isKnown: await isKnownPlace(tx, id, network),
    }));
    if (factor === undefined || factor.confirmedAt === null) return;
    if (code === undefined) throw new FengsuiError("access.code_required", "the account has a second factor");
    const given = readCode(code);
    if (given.kind === "recovery") return await this.#useRecoveryCode(id, given.hash);
    const place = JSON.stringify(isKnown ? [id, network] : [id]);
    this.#guesses.take(place);
    await this.#change(id, "person.use_one_time_code", async (write, tx) => {
      const step = stepOf(factor.secret, given.digits, tx.now);
      if (step === undefined || !(await store.useStep(write, id, step))) throw wrongCode();
    });
    this.#guesses.giveBack(place);
  }

  async #useRecoveryCode(id: PersonId, hash: Buffer): Promise<void> {
    await this.#change(id, "person.use_recovery_code", async (write) => {
      if (await store.useRecoveryCode(write, id, hash)) return;
      this.#wrongRecoveries.take(id);
      throw wrongCode();
    });
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
