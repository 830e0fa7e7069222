// SPDX-License-Identifier: Apache-2.0
/**
 * The way to a provider and back. What it is for, whose it is and the secrets of it are kept in the records, so that
 * any process of the hub may end it: of the browser that began it, once, for ten minutes.
 */
import { FengsuiError, type ProviderPurpose } from "@fengsui/contract";
import * as oidc from "openid-client";
import { z } from "zod";
import type { SignedIn } from "../../../platform/http/index.ts";
import type { Id } from "../../../platform/ids.ts";
import { isUniqueViolation } from "../../../platform/records/failures.ts";
import {
  type PersonId,
  type Records,
  systemPrincipal,
  type Tx,
  unaudited,
} from "../../../platform/records/index.ts";
import type { Acceptance } from "../invitations/acceptance.ts";
import { markProved } from "../proof/mark-proved.ts";
import type { SecondFactor } from "../second-factor/service.ts";
import { type SessionClient, type StartedSession, startSession } from "../start-session.ts";
import { hashToken, newToken } from "../tokens.ts";
import { comeIn, connectAsOwner, type Visitor } from "./accounts.ts";
import type { Answered, ProviderClient } from "./client.ts";
import * as store from "./identity-records.ts";
import { findUsable, listEnabled, type Provider } from "./provider-records.ts";
import { emailOf, FLOW_MS, groupsOf, isFresh, isMultiFactor, labelOf, nameOf } from "./rules.ts";

export interface ProviderSignInParts {
  readonly records: Records;
  readonly client: ProviderClient;
  readonly secondFactor: SecondFactor;
  readonly acceptance: Acceptance;
}

const SIGN_IN = systemPrincipal("sign_in");
/** Longer ones are not kept: the provider then asks before it signs out. */
const MAX_ID_TOKEN = 8_000;

/** What is kept of an answer while a one-time code is waited for. */
const WAITING = z.object({
  visitor: z.object({
    subject: z.string(),
    email: z.string().nullable(),
    name: z.string(),
    label: z.string(),
    groups: z.array(z.string()),
  }),
  sid: z.string().nullable(),
  idToken: z.string(),
  /** When the browser was back. */
  backAt: z.number().default(0),
});
type Waiting = z.infer<typeof WAITING>;

export interface Beginning {
  readonly providerId: Id<"identity-provider">;
  readonly purpose: ProviderPurpose;
  readonly returnTo: string;
  readonly invitation?: string | undefined;
  /** Of who connects or proves. */
  readonly signedIn?: Pick<SignedIn, "person" | "sessionId">;
}

export interface Begun {
  readonly url: string;
  /** For the browser to keep. */
  readonly wayToken: string;
  readonly expiresAt: Date;
}

export interface Back {
  readonly query: string;
  readonly wayToken: string | undefined;
}

interface CodeGiven {
  readonly wayToken: string | undefined;
  /** Of who proves; null of who signs in. */
  readonly sessionId: Id<"session"> | null;
  readonly client: SessionClient;
}

export class ProviderSignIn {
  readonly #parts: ProviderSignInParts;

  constructor(parts: ProviderSignInParts) {
    this.#parts = parts;
  }

  async providers() {
    return await this.#parts.records.read(SIGN_IN, listEnabled);
  }

  async begin({ providerId, purpose, returnTo, invitation, signedIn }: Beginning): Promise<Begun> {
    const provider = await this.#provider(providerId);
    const browser = newToken();
    const state = `${purpose}.${oidc.randomState()}`;
    const way = { state, returnTo, nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
    const url = await this.#parts.client.addressOf(provider, way, purpose === "prove");
    return await this.#parts.records.transaction(SIGN_IN, async (tx) => {
      const expiresAt = new Date(tx.now.getTime() + FLOW_MS);
      const { nonce, verifier } = way;
      await keepFlow(tx, {
        stateHash: hashToken(state),
        browserHash: browser.hash,
        providerId,
        purpose,
        personId: signedIn?.person.id ?? null,
        sessionId: signedIn?.sessionId ?? null,
        invitationHash: invitation === undefined ? null : hashToken(invitation),
        nonce,
        verifier,
        returnTo,
        detail: null,
        begunAt: tx.now,
        expiresAt,
      });
      return { url, wayToken: browser.text, expiresAt };
    });
  }

  /** Signs in, or waits for a one-time code and says so. */
  async enter(back: Back, client: SessionClient): Promise<StartedSession> {
    const { flow, provider, waiting, isMulti } = await this.#comeBack(back, ["enter"]);
    const { issuer } = provider;
    const known = await this.#parts.records.read(SIGN_IN, (tx) =>
      store.findIdentity(tx, { issuer, subject: waiting.visitor.subject }),
    );
    if (known !== undefined && !isMulti) await this.#waitForCode(flow, known.personId, waiting);
    return await this.#start(flow, { provider, waiting }, client);
  }

  async enterWithCode(
    code: string,
    wayToken: string | undefined,
    client: SessionClient,
  ): Promise<StartedSession> {
    const { flow, waiting } = await this.#useCode(code, { wayToken, sessionId: null, client });
    const provider = await this.#provider(flow.providerId);
    return await this.#start(flow, { provider, waiting }, client);
  }

  /** To the account that is signed in, by its owner. */
  async connect({ person, sessionId }: SignedIn, back: Back): Promise<void> {
    const { flow, provider, waiting } = await this.#comeBack(back, ["connect"]);
    requireSame(flow, sessionId);
    try {
      await this.#parts.records.transaction(SIGN_IN, (tx) =>
        connectAsOwner(tx, { personId: person.id, provider, visitor: waiting.visitor }),
      );
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new FengsuiError("provider.identity_taken", "an account has it", { cause: error });
    }
  }

  /**
   * That whoever is signed in is there: they have signed in at the provider since this was asked, as themself. As when
   * one signs in, a one-time code may be waited for.
   */
  async prove({ person, sessionId }: SignedIn, back: Back): Promise<void> {
    const { flow, provider, claims, waiting, isMulti } = await this.#comeBack(back, ["prove"]);
    requireSame(flow, sessionId);
    const { issuer } = provider;
    const identity = await this.#parts.records.read(SIGN_IN, (tx) =>
      store.findIdentity(tx, { issuer, subject: waiting.visitor.subject }),
    );
    if (identity?.personId !== person.id || !isFresh(claims, flow.begunAt))
      throw new FengsuiError("provider.proof_refused", "it is of another account, or of before");
    if (!isMulti) await this.#waitForCode(flow, person.id, waiting);
    await this.#markProved(person.id, sessionId);
  }

  async proveWithCode(
    { person, sessionId }: SignedIn,
    code: string,
    wayToken: string | undefined,
    client: SessionClient,
  ): Promise<void> {
    await this.#useCode(code, { wayToken, sessionId, client });
    await this.#markProved(person.id, sessionId);
  }

  async #markProved(personId: PersonId, sessionId: Id<"session">): Promise<void> {
    await this.#parts.records.transaction(SIGN_IN, (tx) =>
      markProved(tx, { sessionId, personId, by: "provider" }),
    );
  }

  async #start(
    { invitationHash }: store.Flow,
    {
      provider,
      waiting: { visitor, sid, idToken, backAt },
    }: { readonly provider: Provider; readonly waiting: Waiting },
    client: SessionClient,
  ): Promise<StartedSession> {
    if (invitationHash !== null) await this.#joinIfKnown(provider, visitor, invitationHash);
    return await this.#parts.records.transaction(SIGN_IN, async (tx) => {
      const { subject } = visitor;
      await unaudited(tx, "a lock is no change", (write) =>
        store.lockSignOuts(write, provider.id, "sign_in"),
      );
      if (await store.isSignedOut(tx, { providerId: provider.id, subject, sid }, new Date(backAt)))
        throw wayLost();
      const personId = await comeIn(tx, { provider, visitor, invitationHash });
      const started = await startSession(tx, personId, client);
      await unaudited(tx, "the entry of the session is above", (write) =>
        store.insertProviderSession(write, {
          session_id: started.id,
          provider_id: provider.id,
          subject,
          sid,
          id_token: idToken,
        }),
      );
      return started;
    });
  }

  /** Who has an account here joins with it, as if they had signed in before they followed the link. */
  async #joinIfKnown({ issuer }: Provider, { subject }: Visitor, invitationHash: Buffer): Promise<void> {
    const known = await this.#parts.records.read(SIGN_IN, (tx) =>
      store.findIdentity(tx, { issuer, subject }),
    );
    if (known === undefined || known.isOff) return;
    const { personId: id, email } = known;
    await this.#parts.acceptance.joinAs({ id, email, key: undefined }, invitationHash);
  }

  /** What the provider answered on a way that this browser began, which then is gone. */
  async #comeBack({ query, wayToken }: Back, purposes: readonly store.Flow["purpose"][]) {
    const state = new URLSearchParams(query).get("state") ?? "";
    const { flow, backAt } = await this.#parts.records.transaction(SIGN_IN, async (tx) => ({
      backAt: tx.now.getTime(),
      flow: await unaudited(tx, "what comes of it has an entry of its own", (write) =>
        store.takeFlow(write, hashToken(state), tx.now),
      ),
    }));
    if (flow === undefined || !isOfBrowser(flow, wayToken) || !purposes.includes(flow.purpose))
      throw wayLost();
    const provider = await this.#provider(flow.providerId);
    const way = { state, returnTo: flow.returnTo, nonce: flow.nonce, verifier: flow.verifier };
    const answered = await this.#parts.client.answerOf(provider, way, query);
    const isMulti = provider.trustsSecondFactor && isMultiFactor(answered.claims);
    return {
      flow,
      provider,
      isMulti,
      claims: answered.claims,
      waiting: { ...waitingOf(provider, answered), backAt },
    };
  }

  /** Only where the account asks for codes. */
  async #waitForCode(flow: store.Flow, personId: PersonId, waiting: Waiting): Promise<void> {
    const { since } = await this.#parts.secondFactor.state({ id: personId });
    if (since === null) return;
    await this.#parts.records.transaction(SIGN_IN, (tx) =>
      keepFlow(tx, {
        ...flow,
        stateHash: newToken().hash,
        purpose: "code",
        personId,
        detail: JSON.stringify(waiting),
        begunAt: tx.now,
        expiresAt: new Date(tx.now.getTime() + FLOW_MS),
      }),
    );
    throw new FengsuiError("access.code_required", "the account has a second factor");
  }

  async #useCode(code: string, { wayToken, sessionId, client }: CodeGiven) {
    const flow = await this.#parts.records.read(SIGN_IN, (tx) =>
      store.findWaiting(tx, hashToken(wayToken ?? "")),
    );
    if (flow?.personId == null || flow.detail === null || flow.sessionId !== sessionId) throw wayLost();
    await this.#parts.secondFactor.require(flow.personId, code, client);
    const taken = await this.#parts.records.transaction(SIGN_IN, (tx) =>
      unaudited(tx, "what comes of it has an entry of its own", (write) =>
        store.takeFlow(write, flow.stateHash, tx.now),
      ),
    );
    if (taken === undefined) throw wayLost();
    return { flow, waiting: WAITING.parse(JSON.parse(flow.detail)) };
  }

  async #provider(id: Id<"identity-provider">): Promise<Provider> {
    const provider = await this.#parts.records.read(SIGN_IN, (tx) => findUsable(tx, id));
    if (provider === undefined) throw new FengsuiError("provider.not_found", `no provider has the id ${id}`);
    return provider;
  }
}

async function keepFlow(tx: Tx, flow: store.Flow): Promise<void> {
  await unaudited(tx, "nothing has come of it yet", (write) => store.insertFlow(write, flow));
}

function isOfBrowser({ browserHash }: store.Flow, wayToken: string | undefined): boolean {
  return wayToken !== undefined && browserHash.equals(hashToken(wayToken));
}

/** Whoever signed out on the way, and in as another, connects nothing to them. */
function requireSame({ sessionId }: store.Flow, id: Id<"session">): void {
  if (sessionId !== id) throw wayLost();
}

function wayLost(): FengsuiError {
  return new FengsuiError("provider.way_lost", "no such way is open in this browser");
}

function waitingOf(
  { groupsClaim }: Provider,
  { subject, claims, idToken }: Answered,
): Omit<Waiting, "backAt"> {
  const label = labelOf(claims, subject);
  const visitor: Visitor = {
    subject,
    email: emailOf(claims) ?? null,
    name: nameOf(claims, label),
    label,
    groups: groupsOf(claims, groupsClaim),
  };
  const sid = claims["sid"];
  return {
    visitor: { ...visitor, groups: [...visitor.groups] },
    sid: typeof sid === "string" ? sid : null,
    idToken: idToken.length <= MAX_ID_TOKEN ? idToken : "",
  };
}
