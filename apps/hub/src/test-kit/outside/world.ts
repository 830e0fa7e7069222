// SPDX-License-Identifier: Apache-2.0
/** A small world outside: a DNS server that knows what the test says, and web servers with one file. All of it local. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer as createHttp, type RequestListener } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Server } from "node:net";
import type { OutsideParts } from "../../features/constituency/index.ts";

export interface World extends AsyncDisposable {
  readonly outside: Omit<OutsideParts, "networks">;
  /** TXT records by name. Every other name has none, and every name the address 127.0.0.1. */
  readonly records: Map<string, string>;
  /** Answers to whoever asks for a file. */
  serve: RequestListener;
}

const TXT = 16;
const A = 1;

export async function openWorld(certificate: {
  readonly key: string;
  readonly cert: string;
}): Promise<World> {
  const records = new Map<string, string>();
  const dns = createSocket("udp4");
  dns.on("message", (query, from) => dns.send(answerTo(query, records), from.port, from.address));
  dns.bind(0, "127.0.0.1");
  await once(dns, "listening");
  const serve: RequestListener = (request, response) => world.serve(request, response);
  const http = createHttp(serve);
  const https = createHttps(certificate, serve);
  const ports = { http: await listen(http), https: await listen(https) };
  const world: World = {
    outside: { dnsServers: [`127.0.0.1:${dns.address().port}`], ports, ca: certificate.cert },
    records,
    serve: (_, response) => void response.writeHead(404).end(),
    [Symbol.asyncDispose]: async () => {
      dns.close();
      for (const server of [http, https]) {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      }
    },
  };
  return world;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("it does not listen");
  return address.port;
}

/** RFC 1035, section 4: one question, and an answer where there is one. */
function answerTo(query: Buffer, records: ReadonlyMap<string, string>): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  const question = query.subarray(12, at + 5);
  const data = dataOf(query.readUInt16BE(at + 1), labels.join(".").toLowerCase(), records);
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(data === undefined ? 0 : 1, 6);
  head.writeUInt32BE(0, 8);
  if (data === undefined) return Buffer.concat([head, question]);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0);
  question.copy(record, 2, question.length - 4);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, question, record, data]);
}

function dataOf(type: number, name: string, records: ReadonlyMap<string, string>): Buffer | undefined {
  if (type === A) return Buffer.from([127, 0, 0, 1]);
  const text = type === TXT ? records.get(name) : undefined;
  return text === undefined ? undefined : Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
}
