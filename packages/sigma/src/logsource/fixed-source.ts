// SPDX-License-Identifier: Apache-2.0
/** Log types whose events fall into a fixed handful of sources, and field names that differ by a table. */
import type { Place } from "../event/places.ts";
import type { EventSource, LogType, RecognisedEvent } from "./log-type.ts";
import { plainPlaces } from "./log-type.ts";

export interface SourceNames {
  readonly product?: string;
  readonly services?: readonly string[];
  readonly categories?: readonly string[];
}

export function makeSource(logType: LogType, names: SourceNames): EventSource {
  return {
    logType,
    product: names.product,
    services: names.services ?? [],
    categories: names.categories ?? [],
    isOpen: false,
  };
}

export interface FixedLogType {
  readonly name: string;
  readonly times: readonly Place[];
  readonly hosts: readonly Place[];
  /** Sigma's field names where the log has others; all else goes by its own name. */
  readonly fields?: Readonly<Record<string, readonly Place[]>>;
  /** Makes the recogniser, given a way to make sources. */
  recogniser(
    source: (names: SourceNames) => EventSource,
  ): (event: Parameters<LogType["recognise"]>[0]) => RecognisedEvent | undefined;
}

export function fixedLogType(definition: FixedLogType): LogType {
  const fields = new Map(Object.entries(definition.fields ?? {}));
  const logType: LogType = {
    name: definition.name,
    times: definition.times,
    hosts: definition.hosts,
    recognise: (event) => recognise(event),
    places: (field) => fields.get(field) ?? plainPlaces(field),
  };
  const recognise = definition.recogniser((names) => makeSource(logType, names));
  return logType;
}
