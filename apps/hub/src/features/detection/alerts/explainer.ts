// SPDX-License-Identifier: Apache-2.0
/** Why a rule matched an event of an alert: the version that matched, run again over the event as it was read. */
import { type AlertExplanation, FengsuiError } from "@fengsui/contract";
import { explain, parseRules } from "@fengsui/sigma";
import type { EventStore, StoredEvent } from "../../../platform/events/index.ts";
import type { SignedIn } from "../../../platform/http/index.ts";
import type { Id } from "../../../platform/ids.ts";
import { personPrincipal, type Records } from "../../../platform/records/index.ts";
import type { DetectableEvent } from "../event.ts";
import { findVersion } from "../rules/records.ts";
import { partsOf, toLogSource } from "./explanation-view.ts";
import type { AlertRow } from "./records.ts";
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
    const { alert, source } = await this.#parts.records.read(personPrincipal(person), async (tx) => {
      const row = await requireAlert(tx, id);
      const version = await findVersion(tx, { id: row.rule_id, version: row.rule_version });
      return { alert: row, source: version?.source };
    });
    if (source === undefined)
      throw new FengsuiError("alert.not_explained", "the rule that matched cannot be read");
    const [rule] = parseRules(source, alert.title).rules;
    if (rule === undefined) throw new FengsuiError("alert.not_explained", "its rule is not a Sigma rule");
    const event = await this.#eventOf(alert, eventId);
    const { matched, logsource, detection } = explain(rule, event.fields, event.logSource);
    return {
      eventId: event.id,
      time: new Date(event.time).toISOString(),
      ruleId: alert.rule_id,
      ruleVersion: alert.rule_version,
      matched,
      logSource: toLogSource(logsource),
      ...partsOf(detection),
    };
  }

  async #eventOf(alert: AlertRow, eventId: string | undefined): Promise<DetectableEvent> {
    const reader = this.#parts.events.readAs({ kind: "audiences", audienceIds: [alert.audience_id] });
    const matches = await reader.matches(matchesOf(alert));
    const match = matches.find((one) => eventId === undefined || one.eventId === eventId);
    const stored =
      match === undefined ? undefined : await reader.event({ id: match.eventId, time: match.time });
    const [event] = stored === undefined ? [] : await this.#parts.readStored([stored]);
    if (event !== undefined) return event;
    throw new FengsuiError("alert.not_explained", "no such event of the alert is stored");
  }
}
