// SPDX-License-Identifier: Apache-2.0
/** What is said to a provider and understood of its answers; the protocol itself is the library's. */
import { FengsuiError } from "@fengsui/contract";
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as oidc from "openid-client";
import type { Clock } from "../../../platform/clock.ts";
import { OutOfReach, type Reach } from "../../../platform/reach/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import type { Provider } from "./provider-records.ts";
import { type Claims, LOGOUT_MS, type Logout, logoutOf, logoutRefused } from "./rules.ts";

export interface ProviderClientParts {
  readonly reach: Reach;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Way {
  readonly returnTo: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What a provider has said of somebody, checked. */
export interface Answered {
  readonly subject: string;
  readonly claims: Claims;
  readonly idToken: string;
}

/** A provider's description is asked for anew after this long, so that keys and addresses may change. */
const KEPT_MS = 10 * 60_000;
const MAX_KEPT = 100;
/** Of keys that are public: a secret that both know signs no logout. */
const SIGNED_WITH = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

interface Kept {
  readonly configuration: oidc.Configuration;
  /** Those that it signs with; asked for when they are first needed. */
  readonly keys: JWTVerifyGetKey;
  readonly until: number;
}

export class ProviderClient {
  readonly #parts: ProviderClientParts;
  readonly #kept = new Map<string, Kept>();

  constructor(parts: ProviderClientParts) {
    this.#parts = parts;
  }

  /** As an operator has it checked: nothing is kept. */
  async check(provider: Provider): Promise<void> {
    await this.#attempt(provider, () => this.#discover(provider));
  }

  /** Where the browser goes. `isFresh`: whoever is there signs in anew. */
  async addressOf(provider: Provider, way: Way, isFresh: boolean): Promise<string> {
    return await this.#attempt(provider, async () => {
      const url = oidc.buildAuthorizationUrl(await this.#configuration(provider), {
        redirect_uri: way.returnTo,
        scope: provider.scopes,
        state: way.state,
        nonce: way.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(way.verifier),
        code_challenge_method: "S256",
        ...(isFresh && { prompt: "login", max_age: "0" }),
      });
      return url.href;
    });
  }

  async answerOf(provider: Provider, way: Way, query: string): Promise<Answered> {
    return await this.#attempt(provider, async () => {
      const configuration = await this.#configuration(provider);
      const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`?${query}`, way.returnTo), {
        expectedState: way.state,
        expectedNonce: way.nonce,
        pkceCodeVerifier: way.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined || tokens.id_token === undefined)
        throw new FengsuiError("provider.answer_refused", "it holds no ID token");
      const { sub: subject } = claims;
      const more = await this.#userInfo(configuration, {
        claims,
        accessToken: tokens.access_token,
        provider,
      });
      return { subject, claims: { ...more, ...claims }, idToken: tokens.id_token };
    });
  }

  /** Where to sign out at the provider, too; undefined where it offers that not. */
  async signOutAddressOf(provider: Provider, idToken: string, returnTo: string): Promise<string | undefined> {
    return await this.#attempt(provider, async () => {
      const configuration = await this.#configuration(provider);
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      const hint = idToken === "" ? {} : { id_token_hint: idToken };
      return oidc.buildEndSessionUrl(configuration, { ...hint, post_logout_redirect_uri: returnTo }).href;
    });
  }

  /** Who signed out there, by a token that the provider has signed and sent itself. */
  async logoutOf(provider: Provider, token: string): Promise<Logout> {
    return await this.#attempt(provider, async () => {
      const { keys } = await this.#known(provider);
      const verified = jwtVerify(token, keys, {
        issuer: provider.issuer,
        audience: provider.clientId,
        algorithms: SIGNED_WITH,
        clockTolerance: "30s",
        maxTokenAge: LOGOUT_MS / 1000,
        requiredClaims: ["iat", "jti", "events"],
        currentDate: this.#parts.clock.now(),
      });
      const { payload } = await verified.catch((cause: unknown) => {
        throw isOfToken(cause)
          ? logoutRefused("its signature, issuer, audience or time does not hold", cause)
          : cause;
      });
      return logoutOf(payload);
    });
  }

  /** Many providers say groups and addresses only there. */
  async #userInfo(
    configuration: oidc.Configuration,
    { claims, accessToken, provider }: { claims: oidc.IDToken; accessToken: string; provider: Provider },
  ): Promise<Claims> {
    const isComplete = claims["email"] !== undefined && claims[provider.groupsClaim] !== undefined;
    if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined) return {};
    return await oidc.fetchUserInfo(configuration, accessToken, claims.sub);
  }

  async #configuration(provider: Provider): Promise<oidc.Configuration> {
    return (await this.#known(provider)).configuration;
  }

  async #known(provider: Provider): Promise<Kept> {
    const key = `${provider.id} ${provider.changedAt.getTime()}`;
    const now = this.#parts.clock.now().getTime();
    const kept = this.#kept.get(key);
    if (kept !== undefined && now < kept.until) return kept;
    const configuration = await this.#discover(provider);
    const known = { configuration, keys: this.#keysOf(configuration), until: now + KEPT_MS };
    this.#kept.delete(key);
    this.#kept.set(key, known);
    const [oldest] = this.#kept.size > MAX_KEPT ? this.#kept.keys() : [];
    if (oldest !== undefined) this.#kept.delete(oldest);
    return known;
  }

  /** From where the provider says, if the hub may go there; for a name of a key that is new not more often than every half minute. */
  #keysOf(configuration: oidc.Configuration): JWTVerifyGetKey {
    const { jwks_uri: place } = configuration.serverMetadata();
    if (place === undefined) throw new FengsuiError("provider.unreachable", "it names no keys");
    const guarded = guardedFetch(this.#parts.reach);
    return createRemoteJWKSet(new URL(place), {
      [customFetch]: async (url, { headers, method, redirect, signal }) =>
        await guarded(url, {
          method,
          redirect,
          signal,
          body: undefined,
          headers: Object.fromEntries(headers),
        }),
    });
  }

  async #discover({ issuer, clientId, clientSecret }: Provider): Promise<oidc.Configuration> {
    const { reach } = this.#parts;
    const url = new URL(issuer);
    return await oidc.discovery(url, clientId, {}, authenticationOf(clientSecret), {
      [oidc.customFetch]: guardedFetch(reach),
      execute: [
        // An ID token is believed for its signature, not for the connection that it came on.
        oidc.enableNonRepudiationChecks,
        // Only where the guard lets plain http through at all.
        ...(url.protocol === "http:" ? [oidc.allowInsecureRequests] : []),
      ],
    });
  }

  async #attempt<Result>(provider: Provider, act: () => Promise<Result>): Promise<Result> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof FengsuiError) throw error;
      const refusal = refusalOf(error);
      const { code, detail } = refusal;
      this.#parts.logger.warn(
        { provider: provider.id, code, reason: reasonOf(error), detail },
        "a provider failed",
      );
      throw refusal;
    }
  }
}

/** As the provider says that it takes it; what it does not say, is by the head (OpenID Connect Discovery, section 3). */
function authenticationOf(secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? basic : post)(server, client, body, headers);
  };
}

function refusalOf(cause: unknown): FengsuiError {
  const outOfReach = [cause, causeOf(cause)].find((error) => error instanceof OutOfReach);
  if (outOfReach !== undefined)
    return new FengsuiError("provider.refused_address", outOfReach.message, { cause });
  if (cause instanceof oidc.AuthorizationResponseError)
    return new FengsuiError("provider.declined", `it says ${plainCode(cause.error)}`, { cause });
  if (isAboutAnswer(cause)) return new FengsuiError("provider.answer_refused", "it does not hold", { cause });
  return new FengsuiError("provider.unreachable", "it did not answer as it should", { cause });
}

/** Words of the protocol, and nothing that somebody could write on our page. */
function plainCode(code: string): string {
  return /^[a-z_]{1,60}$/.test(code) ? code : "no";
}

const ABOUT_ANSWER = new Set([
  "OAUTH_INVALID_RESPONSE",
  "OAUTH_JWT_CLAIM_COMPARISON_FAILED",
  "OAUTH_JWT_TIMESTAMP_CHECK_FAILED",
  "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED",
  "OAUTH_KEY_SELECTION_FAILED",
  "OAUTH_UNSUPPORTED_OPERATION",
  "OAUTH_INVALID_REQUEST",
]);

function isAboutAnswer(error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return true;
  return error instanceof oidc.ClientError && ABOUT_ANSWER.has(error.code ?? "");
}

/** Of the token itself, and not of the way to the keys. */
function isOfToken(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  return error instanceof errors.JOSEError;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

function reasonOf(error: unknown): string {
  const cause = causeOf(error);
  const messages = [error, cause].filter((one) => one instanceof Error).map(({ message }) => message);
  return messages.join(": ").slice(0, 500);
}
