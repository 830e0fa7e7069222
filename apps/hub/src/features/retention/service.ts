// SPDX-License-Identifier: Apache-2.0
/** Retention for who decides on it: how long the hub and an organisation keep events, and what would go by it. */
import {
  FengsuiError,
  type HubRetention,
  type HubRetentionChange,
  LEGAL_MINIMUM_DAYS,
  type Retention,
  type RetentionChange,
  type RetentionPreview,
} from "@fengsui/contract";
import type { Clock } from "../../platform/clock.ts";
import type { DiskLevel, Room, Watermarks } from "../../platform/disk/disk-watch.ts";
import type { DayGroup, EventStore } from "../../platform/events/index.ts";
import type { SignedIn } from "../../platform/http/index.ts";
import { requireRole } from "../../platform/http/require-role.ts";
import {
  audited,
  type OrganisationId,
  personPrincipal,
  type Records,
  systemPrincipal,
} from "../../platform/records/index.ts";
import * as store from "./records.ts";
import { type Days, daysFor, firstDayThatStays, isOlder, isoDayOf, type KeptFor, sumOf } from "./rules.ts";

export interface RetentionParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "expiry">;
  readonly disk: RetentionDisk;
  readonly clock: Clock;
}

export interface RetentionDisk {
  readonly room: Room;
  readonly level: DiskLevel;
  setWatermarks(marks: Watermarks): void;
}

const PREVIEW = systemPrincipal("retention.preview");

export class RetentionService {
  readonly #parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  async hub({ person, hubRoles }: SignedIn): Promise<HubRetention> {
    const settings = await this.#parts.records.read(personPrincipal(person), store.readHubRetention);
    const shown = this.#toHub(settings);
    return hubRoles.includes("operator") ? shown : { ...shown, disk: null };
  }

  async changeHub({ person }: SignedIn, change: HubRetentionChange): Promise<HubRetention> {
    if (change.criticalPercent <= change.highPercent)
      throw new FengsuiError("retention.invalid", "criticalPercent is not above highPercent");
    if (change.defaultDays !== null && change.defaultDays < change.floorDays)
      throw new FengsuiError("retention.invalid", "defaultDays is below floorDays");
    await this.#parts.records.transaction(personPrincipal(person), async (tx) => {
      const before = await store.readHubRetention(tx);
      const subject = { kind: "retention", id: "hub" };
      const entry = {
        action: "retention.change",
        subject,
        organisationId: null,
        detail: { before, after: change },
      };
      await audited(tx, entry, (write) => store.writeHubRetention(write, change, tx.now));
    });
    this.#parts.disk.setWatermarks(change);
    return this.#toHub(change);
  }

  #toHub(settings: HubRetentionChange): HubRetention {
    const { room, level } = this.#parts.disk;
    return {
      ...settings,
      isBelowLegalMinimum: isBelowLegalMinimum(settings.defaultDays),
      disk: { ...room, level },
    };
  }

  async get(signedIn: SignedIn, organisationId: OrganisationId): Promise<Retention> {
    requireMember(signedIn, organisationId);
    return await this.#parts.records.read(personPrincipal(signedIn.person), async (tx) => {
      const rules = await store.listRules(tx, organisationId);
      return toRetention(organisationId, await store.readHubRetention(tx), { rules });
    });
  }

  /** All rules of the organisation, in place of those from before. */
  async change(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    change: RetentionChange,
  ): Promise<Retention> {
    requireRole(signedIn, organisationId, "administrator");
    return await this.#parts.records.transaction(personPrincipal(signedIn.person), async (tx) => {
      const settings = await store.readHubRetention(tx);
      requireFloor(change, settings);
      const before = await store.listRules(tx, organisationId);
      const subject = { kind: "retention", id: organisationId };
      const detail = { before, after: change.rules };
      await audited(tx, { action: "retention.change", subject, organisationId, detail }, (write) =>
        store.replaceRules(write, organisationId, change.rules),
      );
      return toRetention(organisationId, settings, change);
    });
  }

  /** What the next run would delete if these were the rules. */
  async preview(
    signedIn: SignedIn,
    organisationId: OrganisationId,
    { rules }: RetentionChange,
  ): Promise<RetentionPreview> {
    requireRole(signedIn, organisationId, "manager");
    const { records, events, clock } = this.#parts;
    const now = clock.now();
    const { hub, holds } = await records.read(PREVIEW, async (tx) => ({
      hub: await store.readHubRetention(tx),
      holds: (await store.activeHolds(tx, now)).filter((hold) => hold.organisationId === organisationId),
    }));
    const own = new Map<string, Days>(rules.map(({ logType, days }) => [logType ?? "", days]));
    const kept: KeptFor = { ...hub, rules: new Map([[organisationId, own]]) };
    const groups = await events.expiry.groupsBefore(firstDayThatStays(kept, now), holds);
    const going = groups.filter(
      (group) => group.organisationId === organisationId && isOlder(group.day, daysFor(kept, group), now),
    );
    return { ...sumOf(going), logTypes: byLogType(going) };
  }
}

/** Of another organisation, nothing is told. */
function requireMember({ organisations }: SignedIn, organisationId: OrganisationId): void {
  if (organisations.some(({ id }) => id === organisationId)) return;
  throw new FengsuiError("organisation.not_found", `no organisation of yours has the id ${organisationId}`);
}

/** Logs are evidence: who administers an organisation does not end them before the hub's operator lets them. */
function requireFloor({ rules }: RetentionChange, { floorDays }: HubRetentionChange): void {
  const short = rules.find(({ days }) => days !== null && days < floorDays);
  if (short === undefined) return;
  const of = short.logType ?? "all other log types";
  throw new FengsuiError(
    "retention.below_floor",
    `${of}: ${short.days} days, where at least ${floorDays} are kept`,
  );
}

export function isBelowLegalMinimum(days: Days): boolean {
  return days !== null && days < LEGAL_MINIMUM_DAYS;
}

function toRetention(
  organisationId: OrganisationId,
  { defaultDays, floorDays }: HubRetentionChange,
  { rules }: RetentionChange,
): Retention {
  return {
    organisationId,
    defaultDays,
    floorDays,
    rules: rules.map((rule) => ({ ...rule, isBelowLegalMinimum: isBelowLegalMinimum(rule.days) })),
  };
}

function byLogType(groups: readonly DayGroup[]): RetentionPreview["logTypes"] {
  return [...Map.groupBy(groups, ({ logType }) => logType)].map(([logType, own]) => {
    const days = own.map(({ day }) => day).sort();
    return { logType, ...sumOf(own), from: isoDayOf(days[0] ?? ""), to: isoDayOf(days.at(-1) ?? "") };
  });
}
