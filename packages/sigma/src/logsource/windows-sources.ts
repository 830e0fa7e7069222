// SPDX-License-Identifier: Apache-2.0
/** One event source for each Windows service and EventID, made when first met, of which there are boundedly many. */
import type { EventSource, LogType } from "./log-type.ts";
import { CHANNEL_SERVICES, EVENT_CATEGORIES } from "./windows-channels.ts";

/** Past this many event ids of one service, the uncategorised ones share a source that fixes no EventID. */
const MAX_EVENT_IDS = 400;
const MAX_CHANNELS = 1000;

export class WindowsSources {
  readonly #logType: LogType;
  readonly #services = new Map<string, string>();
  readonly #sources = new Map<string, Map<string | number | undefined, EventSource>>();

  constructor(logType: LogType) {
    this.#logType = logType;
  }

  get(channel: string, eventId: string | number): EventSource {
    const service = this.#services.get(channel) ?? this.#learnChannel(channel);
    return this.#sources.get(service)?.get(eventId) ?? this.#learnEventId(service, eventId);
  }

  #learnChannel(channel: string): string {
    const service = CHANNEL_SERVICES.get(channel.toLowerCase()) ?? "";
    if (this.#services.size < MAX_CHANNELS) this.#services.set(channel, service);
    return service;
  }

  #learnEventId(service: string, eventId: string | number): EventSource {
    const categories = EVENT_CATEGORIES.get(service)?.get(String(eventId)) ?? [];
    let known = this.#sources.get(service);
    if (known === undefined) {
      known = new Map();
      this.#sources.set(service, known);
    }
    const isOverflow = known.size >= MAX_EVENT_IDS && categories.length === 0;
    const key = isOverflow ? undefined : eventId;
    const source = known.get(key) ?? {
      logType: this.#logType,
      product: "windows",
      services: service === "" ? [] : [service],
      categories,
      isOpen: false,
      ...(isOverflow ? {} : { eventId: String(eventId) }),
    };
    known.set(key, source);
    return source;
  }
}
