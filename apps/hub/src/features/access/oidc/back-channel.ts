// SPDX-License-Identifier: Apache-2.0
/**
 * Somebody signed out at their provider, and the provider says so itself (OpenID Connect Back-Channel Logout 1.0): the
 * sessions that came of it end here. What it says is believed for its signature, and once.
 */
import { decodeJwt } from "jose";
import {
  audited,
  type Records,
  systemPrincipal,
  type Tx,
  unaudited,
} from "../../../platform/records/index.ts";
import { hashToken } from "../tokens.ts";
import type { ProviderClient } from "./client.ts";
import * as store from "./identity-records.ts";
import { findByIssuer, type Provider } from "./provider-records.ts";
import { LOGOUT_KEPT_MS, type Logout, logoutRefused } from "./rules.ts";

const SIGN_IN = systemPrincipal("sign_in");

export interface BackChannelParts {
  readonly records: Records;
  readonly client: ProviderClient;
}

export class BackChannel {
  readonly #parts: BackChannelParts;

  constructor(parts: BackChannelParts) {
    this.#parts = parts;
  }

  /** Says not how many sessions there were, nor whether any. */
  async logOut(token: string): Promise<void> {
    const { records, client } = this.#parts;
    const issuer = issuerOf(token);
    const provider =
      issuer === undefined ? undefined : await records.read(SIGN_IN, (tx) => findByIssuer(tx, issuer));
    if (provider === undefined) throw logoutRefused("no provider that is known here has its issuer");
    const logout = await client.logoutOf(provider, token);
    await records.transaction(SIGN_IN, (tx) => end(tx, provider, logout));
  }
}

async function end(tx: Tx, { id }: Provider, { subject, sid, tokenId }: Logout): Promise<void> {
  const seen = {
    providerId: id,
    tokenHash: hashToken(tokenId),
    subject,
    sid,
    until: new Date(tx.now.getTime() + LOGOUT_KEPT_MS),
  };
  const isNew = await unaudited(tx, "what comes of it has an entry of its own", async (write) => {
    await store.lockSignOuts(write, id, "sign_out");
    await store.deleteWaiting(write, seen);
    return await store.rememberLogout(write, seen, tx.now);
  });
  if (!isNew) throw logoutRefused("it was used before");
  const sessions = await store.findSessionsOf(tx, { providerId: id, subject, sid });
  if (sessions.length === 0) return;
  const entry = {
    action: "session.end_by_provider",
    subject: { kind: "identity_provider", id },
    organisationId: null,
    detail: { sessionIds: sessions },
  };
  await audited(tx, entry, (write) => store.deleteSessions(write, sessions));
}

/** As it says itself; what it says is believed later. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch (cause) {
    throw logoutRefused("it is no token", cause);
  }
}
