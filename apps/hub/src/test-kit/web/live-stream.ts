// SPDX-License-Identifier: Apache-2.0
/** The stream of live updates as a browser reads it. */
import type { Browser } from "./browser.ts";

export interface StreamedEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

export class LiveStream implements Disposable {
  readonly #gone = new AbortController();
  #events: AsyncGenerator<StreamedEvent> | undefined;

  /** Open, and past its first event; with a key in place of a session, if one is given. */
  static async open(
    browser: Browser,
    lastEventId?: string,
    key?: string,
  ): Promise<{ stream: LiveStream; first: StreamedEvent }> {
    const stream = new LiveStream();
    const headers = {
      ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    };
    const response = await browser.send("GET", "/api/v1/stream", undefined, headers, stream.#gone.signal);
    if (response.body === null || !response.ok) throw new Error(`the stream answers ${response.status}`);
    stream.#events = readEvents(response.body);
    return { stream, first: await stream.next() };
  }

  /** Undefined where the hub has ended the stream. */
  async nextOrEnd(): Promise<StreamedEvent | undefined> {
    const result = await this.#events?.next();
    return result?.done === false ? result.value : undefined;
  }

  async next(): Promise<StreamedEvent> {
    const event = await this.nextOrEnd();
    if (event === undefined) throw new Error("the stream has ended");
    return event;
  }

  /** The next of this name, past others. */
  async nextOf(name: string): Promise<StreamedEvent> {
    for (;;) {
      const event = await this.next();
      if (event.event === name) return event;
    }
  }

  [Symbol.dispose](): void {
    this.#gone.abort();
  }
}

async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamedEvent> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) if (!block.startsWith(":")) yield readBlock(block);
  }
}

function readBlock(block: string): StreamedEvent {
  const fields = new Map(
    block.split("\n").map((line) => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  return {
    event: fields.get("event") ?? "message",
    id: fields.get("id"),
    data: JSON.parse(fields.get("data") ?? "null"),
  };
}
