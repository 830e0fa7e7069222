// SPDX-License-Identifier: Apache-2.0
/** A receiver of webhooks: keeps every call, and answers as it is told. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";

export interface ReceivedCall {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly json: unknown;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly calls: ReceivedCall[];
  answer: (response: ServerResponse) => void;
}

export async function openReceiver(): Promise<Receiver> {
  const calls: ReceivedCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      calls.push({ headers: plain(request.headers), body, json: body === "" ? undefined : JSON.parse(body) });
      receiver.answer(response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("it does not listen");
  const receiver: Receiver = {
    url: `http://127.0.0.1:${address.port}/hook`,
    calls,
    answer: (response) => void response.writeHead(204).end(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
