// SPDX-License-Identifier: Apache-2.0
/** Every migration, in order. One that was released never changes; a change of it is a new one. */
import type { Migration } from "kysely/migration";
import * as access from "./0001-access.ts";
import * as audiences from "./0002-audiences.ts";
import * as audit from "./0003-audit.ts";
import * as signIn from "./0004-sign-in.ts";
import * as sourcesAndRules from "./0005-sources-and-rules.ts";
import * as alerts from "./0006-alerts.ts";
import * as ingest from "./0007-ingest.ts";
import * as retrospections from "./0008-retrospections.ts";
import * as jobs from "./0009-jobs.ts";
import * as sourceWatch from "./0010-source-watch.ts";
import * as ledger from "./0011-ledger.ts";
import * as alertsByTime from "./0012-alerts-by-time.ts";
import * as cases from "./0013-cases.ts";
import * as evidence from "./0014-evidence.ts";
import * as orders from "./0015-orders.ts";
import * as evidenceMoves from "./0016-evidence-moves.ts";
import * as shippedRules from "./0017-shipped-rules.ts";
import * as people from "./0018-people.ts";
import * as sourceReading from "./0019-source-reading.ts";
import * as notifications from "./0020-notifications.ts";
import * as retention from "./0021-retention.ts";
import * as sourceMappings from "./0022-source-mappings.ts";
import * as givenUpDeliveries from "./0023-given-up-deliveries.ts";
import * as situation from "./0024-situation.ts";
import * as secondFactor from "./0025-second-factor.ts";
import * as retentionFloor from "./0026-retention-floor.ts";
import * as pap from "./0027-pap.ts";
import * as sharing from "./0028-sharing.ts";
import * as audienceRule from "./0029-audience-rule.ts";
import * as recipients from "./0030-recipients.ts";
import * as accounts from "./0031-accounts.ts";
import * as audiencePlan from "./0032-audience-plan.ts";
import * as proofs from "./0033-proofs.ts";
import * as openidConnect from "./0034-openid-connect.ts";
import * as constituency from "./0035-constituency.ts";
import * as actsOfSharing from "./0036-acts-of-sharing.ts";
import * as apiKeys from "./0037-api-keys.ts";
import * as recoveryByProvider from "./0038-recovery-by-provider.ts";
import * as sharingRequests from "./0039-sharing-requests.ts";
import * as publications from "./0040-publications.ts";
import * as passkeys from "./0041-passkeys.ts";
import * as programsAreNoPeople from "./0042-programs-are-no-people.ts";
import * as accountNotices from "./0043-account-notices.ts";
import * as correlations from "./0044-correlations.ts";
import * as providerLogouts from "./0045-provider-logouts.ts";
import * as audienceMemory from "./0046-audience-memory.ts";
import * as redAndDisabled from "./0047-red-and-disabled.ts";
import * as noPublicationOfRed from "./0048-no-publication-of-red.ts";
import * as heardLogouts from "./0049-heard-logouts.ts";
import * as custodyForItsOwn from "./0050-custody-for-its-own.ts";
import * as ruleFigures from "./0054-rule-figures.ts";
import * as indicators from "./0055-indicators.ts";

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-access": access,
  "0002-audiences": audiences,
  "0003-audit": audit,
  "0004-sign-in": signIn,
  "0005-sources-and-rules": sourcesAndRules,
  "0006-alerts": alerts,
  "0007-ingest": ingest,
  "0008-retrospections": retrospections,
  "0009-jobs": jobs,
  "0010-source-watch": sourceWatch,
  "0011-ledger": ledger,
  "0012-alerts-by-time": alertsByTime,
  "0013-cases": cases,
  "0014-evidence": evidence,
  "0015-orders": orders,
  "0016-evidence-moves": evidenceMoves,
  "0017-shipped-rules": shippedRules,
  "0018-people": people,
  "0019-source-reading": sourceReading,
  "0020-notifications": notifications,
  "0021-retention": retention,
  "0022-source-mappings": sourceMappings,
  "0023-given-up-deliveries": givenUpDeliveries,
  "0024-situation": situation,
  "0025-second-factor": secondFactor,
  "0026-retention-floor": retentionFloor,
  "0027-pap": pap,
  "0028-sharing": sharing,
  "0029-audience-rule": audienceRule,
  "0030-recipients": recipients,
  "0031-accounts": accounts,
  "0032-audience-plan": audiencePlan,
  "0033-proofs": proofs,
  "0034-openid-connect": openidConnect,
  "0035-constituency": constituency,
  "0036-acts-of-sharing": actsOfSharing,
  "0037-api-keys": apiKeys,
  "0038-recovery-by-provider": recoveryByProvider,
  "0039-sharing-requests": sharingRequests,
  "0040-publications": publications,
  "0041-passkeys": passkeys,
  "0042-programs-are-no-people": programsAreNoPeople,
  "0043-account-notices": accountNotices,
  "0044-correlations": correlations,
  "0045-provider-logouts": providerLogouts,
  "0046-audience-memory": audienceMemory,
  "0047-red-and-disabled": redAndDisabled,
  "0048-no-publication-of-red": noPublicationOfRed,
  "0049-heard-logouts": heardLogouts,
  "0050-custody-for-its-own": custodyForItsOwn,
  "0054-rule-figures": ruleFigures,
  "0055-indicators": indicators,
};
