// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "../event/event.ts";
import { readPlaces } from "../event/places.ts";
import { type FieldContent, type Scalar, visitScalars } from "../event/values.ts";
import { type Field, KEYWORDS } from "../expression.ts";
import type { EventSource, RecognisedEvent } from "../logsource/log-type.ts";
import type { LogSource } from "../rule.ts";

/** What the fields of one event hold, read when asked for and then kept; for the oracle and for evidence. */
export class EventReader {
  readonly #event: JsonObject;
  readonly #record: JsonObject;
  readonly #source: EventSource;
  readonly #contents = new Map<string, FieldContent>();
  #keywords: FieldContent | undefined;

  constructor(event: JsonObject, { record, source }: RecognisedEvent) {
    this.#event = event;
    this.#record = record;
    this.#source = source;
  }

  /** A field may stand elsewhere for rules of another log source, so the rule's is asked for too. */
  content(field: Field, rule: LogSource): FieldContent {
    if (field === KEYWORDS) {
      this.#keywords ??= allContent(this.#event);
      return this.#keywords;
    }
    const key = `${rule.category ?? ""} ${field}`;
    let content = this.#contents.get(key);
    if (content === undefined) {
      content = readPlaces(this.#record, this.#source.logType.places(field, rule, this.#source));
      this.#contents.set(key, content);
    }
    return content;
  }
}

function allContent(event: JsonObject): FieldContent {
  const scalars: Scalar[] = [];
  visitScalars(event, (scalar) => scalars.push(scalar));
  return { isPresent: true, isNotNull: true, scalars };
}
