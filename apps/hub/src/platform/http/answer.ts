// SPDX-License-Identifier: Apache-2.0
/** Answers that are not one JSON value: a file or text, and a stream of events. */
import type { Readable } from "node:stream";

export class Content {
  readonly body: string | Uint8Array | Readable;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;

  constructor(body: Content["body"], headers: Content["headers"], status = 200) {
    this.body = body;
    this.headers = headers;
    this.status = status;
  }
}

/** One event of a stream (HTML, "Server-sent events"). */
export interface LiveEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id?: string;
}

export class EventStream {
  /** Called when the stream is open; what it returns is called when it has ended. */
  readonly start: (send: (event: LiveEvent) => void, end: () => void) => () => void;

  constructor(start: EventStream["start"]) {
    this.start = start;
  }
}
