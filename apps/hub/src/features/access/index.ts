// SPDX-License-Identifier: Apache-2.0
/**
 * The door of access: who is here. It owns the first administrator, sessions, passwords and keys, the directory of
 * organisations, their people and the invitations that bring them, and tells the HTTP server whose session or
 * key a token is of. Who sees what is decided in the database, by the roles that are kept here.
 */
import { z } from "zod";
import type { Clock } from "../../platform/clock.ts";
import { type Config, publicUrlOf } from "../../platform/config/index.ts";
import type { RouteDefinition } from "../../platform/http/index.ts";
import { defineJob, defineScheduledWorker, type Worker } from "../../platform/jobs/index.ts";
import { mailServerOf } from "../../platform/mail/index.ts";
import type { Records } from "../../platform/records/index.ts";
import type { Logger } from "../../platform/telemetry/logger.ts";
import { accountRoutes } from "./accounts/routes.ts";
import { Accounts } from "./accounts/service.ts";
import { OrganisationKeys } from "./api-keys/organisation-keys.ts";
import { apiKeyRoutes } from "./api-keys/routes.ts";
import { ApiKeys } from "./api-keys/service.ts";
import { ServiceAccounts } from "./api-keys/service-accounts.ts";
import { colleagueRoutes } from "./colleagues.ts";
import { Acceptance } from "./invitations/acceptance.ts";
import { invitationRoutes, invitedRoutes } from "./invitations/routes.ts";
import { Invitations } from "./invitations/service.ts";
import { memberRoutes } from "./members/routes.ts";
import { Members } from "./members/service.ts";
import { warnOfEnds } from "./notices/warn-of-ends.ts";
import { oidcRoutes } from "./oidc/index.ts";
import { organisationRoutes } from "./organisations/routes.ts";
import { Organisations } from "./organisations/service.ts";
import { relyingPartyOf } from "./passkeys/relying-party.ts";
import { passkeyRoutes } from "./passkeys/routes.ts";
import { Passkeys } from "./passkeys/service.ts";
import { proofRoutes } from "./proof/routes.ts";
import { Proofs } from "./proof/service.ts";
import { type LettersParts, sendLetters } from "./recovery/letters.ts";
import { recoveryRoutes } from "./recovery/routes.ts";
import { Recovery } from "./recovery/service.ts";
import { accessRoutes } from "./routes.ts";
import { secondFactorRoutes } from "./second-factor/routes.ts";
import type { Access } from "./service.ts";

export { KeyBearer } from "./api-keys/key-bearer.ts";
export { endWhatIsOpen } from "./end-what-is-open.ts";
export { findNotices } from "./notices/records.ts";
export { noticeTitle } from "./notices/texts.ts";
export { type GivenProof, markProved } from "./proof/mark-proved.ts";
export { Access, type AccessParts } from "./service.ts";
export type { StartedSession } from "./start-session.ts";

export interface AccessRouteParts {
  readonly access: Access;
  readonly records: Records;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: Pick<Config, "smtpUrl" | "smtpFrom" | "publicUrl" | "listen" | "tls" | "providerNetworks">;
  /** Has the letters to owners of accounts sent now, and not in a minute. */
  readonly wakeLetters: () => void;
}

export const SEND_LETTERS = defineJob({ name: "access.letters", payload: z.object({}), isAlone: true });

const WARN_OF_ENDS = defineJob({ name: "access.warn", payload: z.object({}), isAlone: true });

export interface LetterWorkerParts extends Omit<LettersParts, "mailServer" | "publicUrl"> {
  readonly config: Pick<Config, "smtpUrl" | "smtpFrom" | "publicUrl" | "listen" | "tls">;
}

/** For the role `worker`: what sends the letters. */
export function accessWorkers({ config, ...parts }: LetterWorkerParts): Worker[] {
  const letters = { ...parts, mailServer: mailServerOf(config), publicUrl: publicUrlOf(config) };
  return [
    defineScheduledWorker(SEND_LETTERS, "* * * * *", (_payload, signal) => sendLetters(letters, signal)),
    defineScheduledWorker(WARN_OF_ENDS, "23 * * * *", (_payload, signal) =>
      warnOfEnds(parts.records, signal),
    ),
  ];
}

export function allAccessRoutes(all: AccessRouteParts): RouteDefinition[] {
  const { access, records, clock, config, wakeLetters } = all;
  const parts = { records, clock };
  const passkeys = new Passkeys({ ...parts, party: relyingPartyOf(config) });
  const hasMail = mailServerOf(config) !== undefined;
  return [
    ...accessRoutes(access),
    ...passkeyRoutes(passkeys, access),
    ...proofRoutes(new Proofs({ records, access, passkeys })),
    ...secondFactorRoutes(access),
    ...organisationRoutes(new Organisations(parts)),
    ...memberRoutes(new Members(parts)),
    ...invitationRoutes(new Invitations(parts)),
    ...invitedRoutes(new Acceptance(parts), access),
    ...colleagueRoutes(records),
    ...recoveryRoutes(new Recovery({ ...parts, hasMail, wakeLetters })),
    ...accountRoutes(new Accounts({ ...parts, wakeLetters })),
    ...oidcRoutes(all),
    ...apiKeyRoutes({
      keys: new ApiKeys(parts),
      organisationKeys: new OrganisationKeys(parts),
      accounts: new ServiceAccounts(parts),
    }),
  ];
}
