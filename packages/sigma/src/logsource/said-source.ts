// SPDX-License-Identifier: Apache-2.0
/** Events whose log source is said by whoever brings them. */
import type { JsonObject } from "../event/event.ts";
import type { LogSource } from "../rule.ts";
import type { EventSource, RecognisedEvent } from "./log-type.ts";
import { logTypeOf, recogniseEvent } from "./recognise.ts";

/** `known`: one object for each source that was said, since the matcher keeps a table for each. */
export function recogniseAs(
  event: JsonObject,
  source: LogSource | undefined,
  known: Map<string, EventSource>,
): RecognisedEvent | undefined {
  const recognised = recogniseEvent(event);
  if (source === undefined) return recognised;
  const logType = recognised?.source.logType ?? logTypeOf(source);
  return { source: saidSource(source, logType, known), record: recognised?.record ?? event };
}

function saidSource(
  { product, service, category }: LogSource,
  logType: EventSource["logType"],
  known: Map<string, EventSource>,
): EventSource {
  const key = JSON.stringify([product, service, category, logType.name]);
  let said = known.get(key);
  if (said === undefined) {
    said = {
      logType,
      product,
      services: service === undefined ? [] : [service],
      categories: category === undefined ? [] : [category],
      isOpen: true,
    };
    known.set(key, said);
  }
  return said;
}
