// SPDX-License-Identifier: Apache-2.0
/** Why a rule matched an event of an alert: the version that matched, run again over the event as it was read. */
import { type AlertExplanation, FengsuiError } from "@fengsui/contract";
import { explain, parseRules } from "@fengsui/sigma";
import type { EventKey, EventReader, EventStore, StoredEvent } from "../../../platform/events/index.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import type { Id } from "../../../platform/ids.ts";
import { personPrincipal, type ReadTx, type Records } from "../../../platform/records/index.ts";
import type { DetectableEvent } from "../event.ts";
import { findRule, findVersion } from "../rules/records.ts";
import { partsOf, toLogSource } from "./explanation-view.ts";
import { type AlertRow, listParts } from "./records.ts";
import { matchesOf, requireAlert } from "./service.ts";

export interface ExplainerParts {
  readonly records: Records;
  readonly events: Pick<EventStore, "readAs">;
  readonly readStored: (stored: readonly StoredEvent[]) => Promise<readonly DetectableEvent[]>;
}

export class AlertExplainer {
  readonly #parts: ExplainerParts;

  constructor(parts: ExplainerParts) {
    this.#parts = parts;
  }

  /** Of an event that the alert stands on, the newest if none is named. Who may see the alert may see those, and only those. */
  async explain({ person }: SignedIn, id: Id<"alert">, eventId?: string): Promise<AlertExplanation> {
    const { alert, part, about, source } = await this.#parts.records.read(
      personPrincipal(person),
      async (tx) => {
        const row = await requireAlert(tx, id);
        const found = await partOf(tx, id, eventId);
        const rule = found?.rule ?? { id: row.rule_id, version: row.rule_version };
        const version = await findVersion(tx, rule);
        return { alert: row, part: found, about: rule, source: version?.source };
      },
    );
    if (source === undefined)
      throw new FengsuiError("alert.not_explained", "the rule that matched cannot be read");
    const [rule] = parseRules(source, alert.title).rules;
    if (rule === undefined) throw new FengsuiError("alert.not_explained", "its rule is not a Sigma rule");
    const event = await this.#eventOf(alert, part?.event, eventId);
    const { matched, isDecided, logsource, detection } = explain(rule, event.fields, event.logSource);
    return {
      eventId: event.id,
      time: new Date(event.time).toISOString(),
      ruleId: about.id,
      ruleVersion: about.version,
      matched,
      isDecided,
      logSource: toLogSource(logsource),
      ...partsOf(detection),
    };
  }

  async #eventOf(
    alert: AlertRow,
    part: EventKey | undefined,
    eventId: string | undefined,
  ): Promise<DetectableEvent> {
    const reader = this.#parts.events.readAs({ kind: "audiences", audienceIds: [alert.audience_id] });
    const key = part ?? (await keyOf(reader, alert, eventId));
    const stored = key === undefined ? undefined : await reader.event(key);
    const [event] = stored === undefined ? [] : await this.#parts.readStored([stored]);
    if (event !== undefined) return event;
    throw new FengsuiError("alert.not_explained", "no such event of the alert is stored");
  }
}

async function keyOf(
  reader: Pick<EventReader, "matches">,
  alert: AlertRow,
  eventId: string | undefined,
): Promise<EventKey | undefined> {
  const matches = await reader.matches(matchesOf(alert));
  const match = matches.find((one) => eventId === undefined || one.eventId === eventId);
  return match === undefined ? undefined : { id: match.eventId, time: match.time };
}

/** Of a correlation: the event, and the rule that found it, as it is now. */
async function partOf(tx: ReadTx, alertId: Id<"alert">, eventId: string | undefined) {
  const parts = await listParts(tx, alertId);
  const part = parts.find((one) => eventId === undefined || one.event_id === eventId);
  if (part === undefined) return undefined;
  const rule = await findRule(tx, part.rule_id);
  return {
    event: { id: part.event_id, time: part.event_at },
    rule: { id: part.rule_id, version: rule?.version ?? 1 },
  };
}
