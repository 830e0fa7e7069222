// SPDX-License-Identifier: Apache-2.0
/**
 * A log type says how to recognise its events, which log source they are (so which rules may apply), and where in the
 * event a rule's field stands. All of it is data and small functions; the matcher knows no log by name.
 */
import type { JsonObject } from "../event/event.ts";
import { type Place, place } from "../event/places.ts";
import type { LogSource } from "../rule.ts";

export interface LogType {
  readonly name: string;
  /** The event's source, or undefined if it is not of this type. Called for every event: it must be quick. */
  recognise(event: JsonObject): RecognisedEvent | undefined;
  /** The places where the field of a rule about `rule` may stand, in events of `source`. */
  places(field: string, rule: LogSource, source: EventSource): readonly Place[];
  readonly times: readonly Place[];
  readonly hosts: readonly Place[];
}

export interface RecognisedEvent {
  readonly source: EventSource;
  /** What fields are looked up in: the event itself, or what was parsed out of it. */
  readonly record: JsonObject;
}

/** Where events come from. One object for each kind of event: the matcher keeps a table for each. */
export interface EventSource {
  readonly logType: LogType;
  readonly product: string | undefined;
  readonly services: readonly string[];
  readonly categories: readonly string[];
  /** Windows: the EventID of all events of this source, if it is the same for all. */
  readonly eventId?: string;
  /** True if what is undefined or empty above is unknown, so that it conflicts with no rule. */
  readonly isOpen: boolean;
}

const MAX_PATH_LENGTH = 32;

/** A field by its own name: as one key, and, where it has dots, as a path. */
export function plainPlaces(field: string): Place[] {
  const path = field.split(".", MAX_PATH_LENGTH + 1);
  return path.length === 1 || path.length > MAX_PATH_LENGTH ? [place(field)] : [place(field), place(...path)];
}

/** Specification 2.1, "LogSource": a rule applies unless something it specifies conflicts. */
export function isEligible(rule: LogSource, source: EventSource): boolean {
  const agrees = (wanted: string | undefined, actual: readonly string[]): boolean =>
    wanted === undefined || actual.includes(wanted) || (source.isOpen && actual.length === 0);
  return (
    agrees(rule.product, source.product === undefined ? [] : [source.product]) &&
    agrees(rule.service, source.services) &&
    agrees(rule.category, source.categories)
  );
}

export function logSourceOf(source: EventSource): LogSource {
  const [category] = source.categories;
  const [service] = source.services;
  return {
    ...(source.product === undefined ? {} : { product: source.product }),
    ...(category === undefined ? {} : { category }),
    ...(service === undefined ? {} : { service }),
  };
}
