// SPDX-License-Identifier: Apache-2.0
/** What is stored, and what is read back. The names of fields are those of the Elastic Common Schema. */

/** An IP address, a domain, a URL, a hash, an account or a file that was seen in an event. */
export interface Observable {
  readonly kind: string;
  readonly value: string;
}

/** Who owns a record and who may see it: `audienceId` is the integer that `ensureAudience` gave. */
export interface Ownership {
  readonly organisationId: string;
  readonly audienceId: number;
}

export const CORE_FIELDS = [
  "host.name",
  "user.name",
  "source.ip",
  "destination.ip",
  "process.executable",
  "process.command_line",
  "event.code",
  "event.provider",
  "winlog.channel",
  "log.type",
] as const;
/** Fields with a column of their own. */
export type CoreField = (typeof CORE_FIELDS)[number];

export interface NewEvent extends Ownership {
  /** A UUID made from the identity of the event: the same event has the same, and so has its time. */
  readonly id: string;
  readonly sourceId: string;
  readonly time: Date;
  /** What came in, verbatim. A text is stored as UTF-8. */
  readonly raw: Uint8Array | string;
  readonly fields: Readonly<Partial<Record<CoreField, string>>>;
  readonly observables: readonly Observable[];
}

export interface EventKey {
  readonly id: string;
  readonly time: Date;
}

export interface StoredEvent extends Ownership, EventKey {
  readonly sourceId: string;
  readonly ingested: Date;
  readonly fields: Readonly<Record<CoreField, string>>;
  /** Its first bytes where a page of events was asked for, all of it where one event was. */
  readonly raw: Buffer;
  readonly rawLength: number;
}

/** That a version of a rule matches an event, and with which of its fields. One of a kind, however often it is written. */
export interface Match extends Ownership {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly eventId: string;
  /** Of the event. */
  readonly time: Date;
  /** What the alert will be about: a host, else an account, else an address. */
  readonly entity: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly isRetrospective: boolean;
}

/** Matches of one version of a rule about one entity in one window of event time, all windows being of one length. */
export interface MatchGroup {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly entity: string;
  /** Milliseconds since 1970, a multiple of the length of a window. */
  readonly windowStart: number;
}

/** All that is known of an observable within one audience of one organisation. */
export interface Sighting extends Ownership, Observable {
  readonly first: Date;
  readonly last: Date;
  readonly count: number;
  readonly sourceIds: readonly string[];
}

/** In whose name something is read. The hub itself sees everything, for the job of this name. */
export type Reader =
  | { readonly kind: "audiences"; readonly audienceIds: readonly number[] }
  | { readonly kind: "system"; readonly job: string };

/** ClickHouse's type for times in milliseconds holds these years; the time of an event is what somebody wrote. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2299, 11, 31);

/** The nearest time that can be stored. The raw text holds what was written. */
export function storableMilliseconds(time: Date): number {
  const milliseconds = time.getTime();
  return Number.isNaN(milliseconds) ? 0 : Math.min(Math.max(milliseconds, EARLIEST), LATEST);
}
