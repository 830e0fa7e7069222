// SPDX-License-Identifier: Apache-2.0
/**
 * A provider of OpenID Connect on this machine: a certified server with people of ours, who sign in there without
 * being asked. What it says of them can be changed before it is signed, as a provider that errs or lies would.
 */
import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Provider, { type Configuration } from "oidc-provider";
import { z } from "zod";

export interface PersonThere {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
}

export interface TestProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who sits before the browser there, by their `sub`. */
  who: string;
  readonly people: Map<string, PersonThere>;
  /** Of the ID token: other claims, or another head. It is signed again with the key that the head still names. */
  tamper: ((token: Token) => Token) | undefined;
  /** A token with the key of the provider, whatever it says. */
  readonly sign: (token: Token) => string;
}

export interface Token {
  readonly head: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

const CLIENT = { id: "fengsui", secret: "a secret between the two of them" };
const WITH_ID_TOKEN = z.looseObject({ id_token: z.string() });
const RECORD = z.record(z.string(), z.unknown());

/** `hub`: where the browser comes back to. */
export async function startTestProvider(hub: URL): Promise<TestProvider> {
  let answer = (_request: IncomingMessage, response: ServerResponse): void => void response.end();
  const server = createServer((request, response) => answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("it does not listen");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const test: TestProvider = {
    issuer: `http://127.0.0.1:${address.port}`,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    who: "",
    people: new Map(),
    tamper: undefined,
    sign: (token) => write(token, privateKey),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const jwk = { ...privateKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" };
  const provider = new Provider(test.issuer, configurationOf(test, hub, RECORD.parse(jwk)));
  provider.use(async (ctx, next) => {
    await next();
    const body = WITH_ID_TOKEN.safeParse(ctx.body);
    if (ctx.path !== "/token" || test.tamper === undefined || !body.success) return;
    const [head = "", claims = ""] = body.data.id_token.split(".");
    ctx.body = {
      ...body.data,
      id_token: write(test.tamper({ head: read(head), claims: read(claims) }), privateKey),
    };
  });
  const callback = provider.callback();
  answer = (request, response) => {
    if (request.url?.startsWith("/interaction/")) void signInThere(provider, test, request, response);
    else void callback(request, response);
  };
  return test;
}

function configurationOf(test: TestProvider, hub: URL, jwk: Record<string, unknown>): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [new URL("/sign-in/return", hub).href],
        post_logout_redirect_uris: [new URL("/sign-in", hub).href],
        backchannel_logout_uri: new URL("/api/v1/sign-in/logout", hub).href,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    jwks: { keys: [{ kty: "RSA", ...jwk }] },
    cookies: { keys: ["of the tests"] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    // The hub is on this machine, where a provider calls nobody by itself, and may be slow.
    fetch: async (url, { method, redirect, headers, body } = {}) =>
      await fetch(url, {
        ...(method !== undefined && { method }),
        ...(redirect !== undefined && { redirect }),
        ...(headers !== undefined && { headers }),
        body: body ?? null,
      }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ ...test.people.get(id), sub: id }),
    }),
    pkce: { required: () => true },
  };
}

/** Whoever is there is taken at their word, and agrees to everything. */
async function signInThere(
  provider: Provider,
  { who }: TestProvider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    if (who === "") {
      const error = { error: "access_denied", error_description: "<b>nobody</b> is there" };
      await provider.interactionFinished(request, response, error);
    } else await provider.interactionFinished(request, response, { login: { accountId: who } });
    return;
  }
  const found = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant = found ?? new provider.Grant({ accountId: who, clientId: String(params["client_id"]) });
  grant.addOIDCScope(String(params["scope"]));
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

function read(part: string): Record<string, unknown> {
  return RECORD.parse(JSON.parse(Buffer.from(part, "base64url").toString("utf8")));
}

function write({ head, claims }: Token, key: Parameters<typeof sign>[2]): string {
  const parts = [head, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const text = parts.join(".");
  const signature =
    head["alg"] === "none" ? "" : sign("RSA-SHA256", Buffer.from(text), key).toString("base64url");
  return `${text}.${signature}`;
}
