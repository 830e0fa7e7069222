// SPDX-License-Identifier: Apache-2.0
import type { JsonObject } from "../event/event.ts";
import { readPlaces } from "../event/places.ts";
import { type FieldContent, type Scalar, visitScalars } from "../event/values.ts";
import { type Field, KEYWORDS } from "../expression.ts";
import type { EventSource, RecognisedEvent } from "../logsource/log-type.ts";
import type { SigmaRule } from "../rule.ts";

/** Answers tests about one event for one rule. */
export class EventReader {
  readonly #event: JsonObject;
  readonly #record: JsonObject;
  readonly #source: EventSource;
  readonly #rule: SigmaRule;

  constructor(event: JsonObject, { record, source }: RecognisedEvent, rule: SigmaRule) {
    this.#event = event;
    this.#record = record;
    this.#source = source;
    this.#rule = rule;
  }

  read(field: string): FieldContent {
    return readPlaces(this.#record, this.#source.logType.places(field, this.#rule.logsource, this.#source));
  }

  content(field: Field): FieldContent {
    if (field !== KEYWORDS) return this.read(field);
    const scalars: Scalar[] = [];
    visitScalars(this.#event, (scalar) => scalars.push(scalar));
    return { isPresent: true, isNotNull: true, scalars };
  }
}
