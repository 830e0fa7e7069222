// SPDX-License-Identifier: Apache-2.0
/** What is counted: whose, and of which time. */
import type { OrganisationId } from "../../platform/records/index.ts";

export interface Scope {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  readonly intervalMs: number;
  /** Of this organisation alone; else of all that the reader may see. */
  readonly organisationId: OrganisationId | undefined;
}

const DAY_MS = 24 * 60 * 60_000;

export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
