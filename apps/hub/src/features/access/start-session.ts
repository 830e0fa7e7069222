// SPDX-License-Identifier: Apache-2.0
/** A session begins: after a sign-in, the set-up, an invitation or a change of the password. */
import type { RequestContext } from "../../platform/http/index.ts";
import { networkOf } from "../../platform/http/rate-limit.ts";
import { type Id, newId } from "../../platform/ids.ts";
import { audited, type PersonId, type Tx } from "../../platform/records/index.ts";
import { tellOwner } from "./notices/tell-owner.ts";
import * as store from "./records.ts";
import { SESSION_MS } from "./rules.ts";
import { newToken } from "./tokens.ts";

export interface StartedSession {
  readonly id: Id<"session">;
  readonly token: string;
  readonly expiresAt: Date;
}

/** What the person will know the session by. */
export interface SessionClient {
  readonly address: string;
  readonly userAgent: string | undefined;
}

export function clientOf({ clientAddress, headers }: RequestContext): SessionClient {
  return { address: clientAddress, userAgent: headers["user-agent"] };
}

const MAX_USER_AGENT = 300;

export async function startSession(
  tx: Tx,
  personId: PersonId,
  { address, userAgent }: SessionClient,
): Promise<StartedSession> {
  const { text, hash } = newToken();
  const { now } = tx;
  const id = newId<"session">({ now: () => now });
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  const subject = { kind: "session", id };
  await audited(
    tx,
    { action: "session.start", subject, organisationId: null, detail: { personId } },
    async (write) => {
      await store.insertSession(write, {
        id,
        personId,
        tokenHash: hash,
        now,
        expiresAt,
        address: address.slice(0, 100),
        userAgent: userAgent?.toWellFormed().slice(0, MAX_USER_AGENT) ?? null,
      });
      const network = networkOf(address);
      if (await store.isNewPlace(tx, personId, network))
        await tellOwner(write, { personId, what: "new_place", detail: placeOf(address, userAgent), now });
      await store.rememberNetwork(write, personId, { network, now });
    },
  );
  return { id, token: text, expiresAt };
}

function placeOf(address: string, userAgent: string | undefined): Record<string, string> {
  return { address, ...(userAgent !== undefined && { userAgent: userAgent.toWellFormed() }) };
}
