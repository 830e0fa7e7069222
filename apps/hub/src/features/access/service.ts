// SPDX-License-Identifier: Apache-2.0
/** Setting up, signing in and out, and telling by a token who somebody is. */
import {
  FengsuiError,
  type PasswordChange,
  type PersonChange,
  type SetupRequest,
  type SignInRequest,
} from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import { RateLimiter, type SignedIn } from "../../platform/http/index.ts";
import { newId } from "../../platform/ids.ts";
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
import { KnownPlaces } from "./known-places.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";
import * as store from "./records.ts";
import { holds, isGuessedFirst, isWorthTouching, SESSION_MS } from "./rules.ts";
import { hashToken, newToken, SetupToken } from "./tokens.ts";

export interface AccessParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface StartedSession {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Before somebody is signed in, it is the hub that looks. */
const SIGN_IN = systemPrincipal("sign_in");
const SETUP = systemPrincipal("setup");
/**
 * From however many addresses: some thousand guesses a day find no password that was accepted here. A network that an
 * account signed in from before has its own count: whoever guesses elsewhere does not keep its owner out.
 */
const GUESSES = { burst: 50, everyMs: 30_000 };

export class Access {
  readonly #records: Records;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #setupToken = new SetupToken();
  readonly #guesses: RateLimiter;
  readonly #places = new KnownPlaces();
  #isSetUp = false;

  constructor({ records, clock, logger }: AccessParts) {
    this.#records = records;
    this.#clock = clock;
    this.#logger = logger.child({ part: "access" });
    this.#guesses = new RateLimiter(GUESSES, clock);
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

  async setUp(request: SetupRequest): Promise<StartedSession> {
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
      return await startSession(tx, person);
    });
    this.#setupToken.spend();
    this.#isSetUp = true;
    return started;
  }

  async signIn({ email, password }: SignInRequest, clientAddress: string): Promise<StartedSession> {
    const account = email.toLowerCase();
    const place = this.#places.nameOf(account, clientAddress);
    this.#guesses.take(place);
    const found = await this.#records.read(SIGN_IN, (tx) => store.findPassword(tx, email));
    const isRight = await verifyPassword(password, found?.secret);
    if (found === undefined || !isRight) {
      this.#logger.warn({ client: clientAddress }, "a sign-in failed");
      throw new FengsuiError("access.sign_in_failed", "no account has this address and this password");
    }
    this.#guesses.giveBack(place);
    this.#places.remember(account, clientAddress);
    return await this.#records.transaction(SIGN_IN, (tx) => startSession(tx, found.personId));
  }

  async signOut({ person, sessionId }: SignedIn): Promise<void> {
    const subject = { kind: "session", id: sessionId };
    await this.#records.transaction(personPrincipal(person.id), (tx) =>
      audited(tx, { action: "session.end", subject, organisationId: null }, (write) =>
        store.deleteSession(write, sessionId),
      ),
    );
  }

  /** Wherever the person is signed in, this session included. */
  async signOutEverywhere({ person }: SignedIn): Promise<void> {
    const subject = { kind: "person", id: person.id };
    await this.#records.transaction(personPrincipal(person.id), (tx) =>
      audited(tx, { action: "session.end_all", subject, organisationId: null }, (write) =>
        store.deleteSessionsOf(write, person.id),
      ),
    );
  }

  /** Ends every session of the person and begins another: whoever had the password from before is out. */
  async changePassword(
    { person }: SignedIn,
    { current, password }: PasswordChange,
    clientAddress: string,
  ): Promise<StartedSession> {
    const account = person.email.toLowerCase();
    const place = this.#places.nameOf(account, clientAddress);
    this.#guesses.take(place);
    const found = await this.#records.read(SIGN_IN, (tx) => store.findPassword(tx, person.email));
    if (found === undefined || !(await verifyPassword(current, found.secret)))
      throw new FengsuiError("access.sign_in_failed", "the current password is not right");
    this.#guesses.giveBack(place);
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
        },
      );
      return await startSession(tx, person.id);
    });
  }

  async changePerson({ person }: SignedIn, { name, language }: PersonChange): Promise<void> {
    const change = { ...(name !== undefined && { name }), ...(language !== undefined && { language }) };
    const subject = { kind: "person", id: person.id };
    await this.#records.transaction(personPrincipal(person.id), (tx) =>
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

function requireStrong(password: string, own: readonly string[]): void {
  if (!isGuessedFirst(password, own)) return;
  throw new FengsuiError("access.password_weak", "the password is put together from what is guessed first");
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

async function startSession(tx: Tx, personId: PersonId): Promise<StartedSession> {
  const { text, hash } = newToken();
  const { now } = tx;
  const id = newId<"session">({ now: () => now });
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  await audited(
    tx,
    {
      action: "session.start",
      subject: { kind: "session", id },
      organisationId: null,
      detail: { personId },
    },
    (write) => store.insertSession(write, { id, personId, tokenHash: hash, now, expiresAt }),
  );
  return { token: text, expiresAt };
}
