// SPDX-License-Identifier: Apache-2.0
/** Setting up, signing in and out, and telling by a token who somebody is. */
import {
  FengsuiError,
  type OwnSession,
  type PasswordChange,
  type PersonChange,
  type SetupRequest,
  type SignInRequest,
} from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import { RateLimiter, type SignedIn } from "../../platform/http/index.ts";
import { networkOf } from "../../platform/http/rate-limit.ts";
import { type Id, newId } from "../../platform/ids.ts";
import {
  audited,
  type OrganisationId,
  type PersonId,
  personPrincipal,
  type Records,
  systemPrincipal,
  type Tx,
  unaudited,
} from "../../platform/records/index.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import { tellOwner } from "./notices/tell-owner.ts";
import { hashPassword, requireStrong, verifyPassword } from "./passwords.ts";
import * as store from "./records.ts";
import { holds, isWorthTouching } from "./rules.ts";
import { SecondFactor } from "./second-factor/service.ts";
import { type SessionClient, type StartedSession, startSession } from "./start-session.ts";
import { hashToken, SetupToken } from "./tokens.ts";

export interface AccessParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Before somebody is signed in, it is the hub that looks. */
const SIGN_IN = systemPrincipal("sign_in");
const SETUP = systemPrincipal("setup");
/**
 * From however many addresses: some thousand guesses a day find no password that was accepted here. A network that an
 * account signed in from before has its own count: whoever guesses elsewhere does not keep its owner out.
 */
const GUESSES = { burst: 50, everyMs: 30_000 };
/** Of sign-ins that fail, from one network; behind one there may be a whole office. */
const FAILURES = { burst: 20, everyMs: 10_000 };

export class Access {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #setupToken = new SetupToken();
  readonly #guesses: RateLimiter;
  readonly #failures: RateLimiter;
  readonly secondFactor: SecondFactor;
  #isSetUp = false;

  constructor({ records, clock, logger }: AccessParts) {
    this.#records = records;
    this.#clock = clock;
    this.#logger = logger.child({ part: "access" });
    this.#guesses = new RateLimiter(GUESSES, clock);
    this.#failures = new RateLimiter(FAILURES, clock);
    this.secondFactor = new SecondFactor({ records, clock });
  }

  async isSetupNeeded(): Promise<boolean> {
    // Nobody is ever removed, so that it cannot be needed again.
    this.#isSetUp ||= await this.#records.read(SETUP, store.hasAnyPerson);
    return !this.#isSetUp;
  }

  /** The token of the one-time link; nothing where there is an administrator. */
  async issueSetupToken(): Promise<string | undefined> {
    return (await this.isSetupNeeded()) ? this.#setupToken.issue(this.#clock.now()) : undefined;
  }

  async setUp(request: SetupRequest, client: SessionClient): Promise<StartedSession> {
    if (!(await this.isSetupNeeded())) throw alreadyDone();
    if (!this.#setupToken.accepts(request.token, this.#clock.now())) {
      // Of two at the same time, the slower finds its token spent: what it needs to know is that the other was first.
      if (!(await this.isSetupNeeded())) throw alreadyDone();
      throw new FengsuiError("access.setup_token_invalid", "the token is wrong, used or older than a day");
    }
    const { password, email, name, organisation } = request;
    requireStrong(password, [email, name, organisation]);
    const secret = await hashPassword(password);
    const started = await this.#records.transaction(SETUP, async (tx) => {
      const person = await createFirst(tx, { ...request, secret });
      return await startSession(tx, person, client);
    });
    this.#setupToken.spend();
    this.#isSetUp = true;
    return started;
  }

  async signIn({ email, password, code }: SignInRequest, client: SessionClient): Promise<StartedSession> {
    const { found, place, isKnown, network } = await this.#lookUp(email, client);
    const refusal = this.#failures.refusalOf(network);
    // Where accounts signed in before, what others there do keeps only wrong passwords out.
    if (refusal !== undefined && !isKnown) throw refusal;
    const late = this.#guesses.refusalOf(place);
    const isRight = late === undefined && (await verifyPassword(password, found?.secret));
    if (found === undefined || !isRight) {
      // As for an account that is not known there: the answer tells nobody which is.
      if (refusal !== undefined) throw refusal;
      if (late !== undefined) throw late;
      this.#logger.warn({ client: client.address }, "a sign-in failed");
      throw new FengsuiError("access.sign_in_failed", "no account has this address and this password");
    }
    this.#guesses.giveBack(place);
    if (refusal === undefined) this.#failures.giveBack(network);
    await this.secondFactor.require(found.personId, code, client);
    return await this.#records.transaction(SIGN_IN, (tx) => startSession(tx, found.personId, client));
  }

  /** Of somebody who proved by other means than a password who they are. */
  async start(personId: PersonId, client: SessionClient): Promise<StartedSession> {
    return await this.#records.transaction(SIGN_IN, (tx) => startSession(tx, personId, client));
  }

  /** Before what only its owner may do to an account: a session alone may be a screen that was left open. */
  async requirePassword(
    { email }: SignedIn["person"],
    password: string,
    client: SessionClient,
  ): Promise<void> {
    const { found, place } = await this.#lookUp(email, client);
    this.#guesses.take(place);
    if (found === undefined || !(await verifyPassword(password, found.secret)))
      throw new FengsuiError("access.password_wrong", "the password of the account is another");
    this.#guesses.giveBack(place);
  }

  /** The password of the account, and what attempts at it from there are counted under. */
  async #lookUp(email: string, { address }: SessionClient) {
    const account = email.toLowerCase();
    const network = networkOf(address);
    return await this.#records.read(SIGN_IN, async (tx) => {
      const isKnown = await store.isKnownNetwork(tx, email, network);
      // No name of an account, whatever is typed as one, is the place of another.
      const place = JSON.stringify(isKnown ? [account, network] : [account]);
      return { found: await store.findPassword(tx, email), place, isKnown, network };
    });
  }

  async signOut(signedIn: SignedIn): Promise<void> {
    await this.endSession(signedIn, signedIn.sessionId);
  }

  async listSessions({ person, sessionId }: SignedIn): Promise<OwnSession[]> {
    return await this.#records.read(personPrincipal(person), async (tx) => {
      const rows = await store.listSessions(tx, person.id);
      return rows
        .map((row) => ({ row, times: { lastSeenAt: row.last_seen_at, expiresAt: row.expires_at } }))
        .filter(({ times }) => holds(times, tx.now))
        .map(({ row, times }) => ({
          id: row.id,
          isCurrent: row.id === sessionId,
          createdAt: row.created_at.toISOString(),
          lastSeenAt: times.lastSeenAt.toISOString(),
          expiresAt: times.expiresAt.toISOString(),
          userAgent: row.user_agent,
          address: row.address,
        }));
    });
  }

  /** One of the person's own. */
  async endSession({ person }: SignedIn, id: Id<"session">): Promise<void> {
    const subject = { kind: "session", id };
    await this.#records.transaction(personPrincipal(person), (tx) =>
      audited(tx, { action: "session.end", subject, organisationId: null }, async (write) => {
        if (await store.deleteSession(write, id)) return;
        throw new FengsuiError("access.session_not_found", "no session of yours has this id");
      }),
    );
  }

  /** Wherever the person is signed in, this session included. */
  async signOutEverywhere({ person }: SignedIn): Promise<void> {
    const subject = { kind: "person", id: person.id };
    await this.#records.transaction(personPrincipal(person), (tx) =>
      audited(tx, { action: "session.end_all", subject, organisationId: null }, (write) =>
        store.deleteSessionsOf(write, person.id),
      ),
    );
  }

  /** Ends every session of the person and begins another: whoever had the password from before is out. */
  async changePassword(
    { person }: SignedIn,
    { current, password }: PasswordChange,
    client: SessionClient,
  ): Promise<StartedSession> {
    await this.requirePassword(person, current, client);
    requireStrong(password, [person.email, person.name]);
    const secret = await hashPassword(password);
    const subject = { kind: "person", id: person.id };
    return await this.#records.transaction(SIGN_IN, async (tx) => {
      await audited(
        tx,
        { action: "person.change_password", subject, organisationId: null },
        async (write) => {
          await store.updatePassword(write, person.id, { secret, now: tx.now });
          await store.deleteSessionsOf(write, person.id);
          await store.forgetNetworks(write, person.id);
          await tellOwner(write, { personId: person.id, what: "password_changed", now: tx.now });
        },
      );
      return await startSession(tx, person.id, client);
    });
  }

  async changePerson({ person }: SignedIn, { name, language }: PersonChange): Promise<void> {
    const change = { ...(name !== undefined && { name }), ...(language !== undefined && { language }) };
    const subject = { kind: "person", id: person.id };
    await this.#records.transaction(personPrincipal(person), (tx) =>
      audited(tx, { action: "person.change", subject, organisationId: null, detail: change }, (write) =>
        write.updateTable("people").set(change).where("id", "=", person.id).execute(),
      ),
    );
  }

  async findSession(token: string, use: "touch" | "look"): Promise<SignedIn | undefined> {
    const now = this.#clock.now();
    const found = await this.#records.read(SIGN_IN, (tx) => store.findSession(tx, hashToken(token)));
    if (found === undefined || !holds(found.times, now)) return undefined;
    const { signedIn, times } = found;
    if (use === "touch" && isWorthTouching(times, now))
      await this.#records.transaction(SIGN_IN, (tx) =>
        unaudited(tx, "the time of the last request is no act of its own", (write) =>
          store.touchSession(write, signedIn.sessionId, now),
        ),
      );
    return signedIn;
  }
}

function alreadyDone(): FengsuiError {
  return new FengsuiError("access.setup_done", "there is a person with an account");
}

async function createFirst(tx: Tx, request: SetupRequest & { secret: string }): Promise<PersonId> {
  const clock = { now: () => tx.now };
  const organisationId: OrganisationId = newId<"organisation">(clock);
  const id: PersonId = newId<"person">(clock);
  const { organisation, email, name, secret, language = "zh-CN" } = request;
  const created = { action: "organisation.create", subject: { kind: "organisation", id: organisationId } };
  await audited(tx, { ...created, organisationId, detail: { name: organisation } }, async (write) => {
    await store.lockSetup(write);
    if (await store.hasAnyPerson(tx)) throw alreadyDone();
    await write.insertInto("organisations").values({ id: organisationId, name: organisation }).execute();
  });
  const detail = { role: "administrator", hubRole: "operator" };
  await audited(
    tx,
    { action: "person.create", subject: { kind: "person", id }, organisationId, detail },
    (write) => store.insertFirstPerson(write, { id, organisationId, email, name, language, secret }),
  );
  return id;
}
