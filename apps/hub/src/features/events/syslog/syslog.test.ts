// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { connect as connectTls } from "node:tls";
import { newId } from "../../../platform/ids.ts";
import { silentLogger } from "../../../platform/telemetry/logger.ts";
import { CLIENT_CERTIFICATE, HUB_CERTIFICATE } from "../../../test-kit/hub/certificates.ts";
import {
  aSource,
  createTestPipeline,
  type TestPipeline,
  type TestSource,
} from "../../../test-kit/hub/test-pipeline.ts";
import { aPerson, asHub } from "../../../test-kit/records/index.ts";
import { Ingest } from "../ingest/service.ts";
import { Sources } from "../sources/service.ts";
import { SyslogIntake } from "./intake.ts";
import { SyslogListener, type SyslogListenerParts } from "./listener.ts";
import { Refusals } from "./refusals.ts";

let pipeline: TestPipeline;
const folder = mkdtempSync(join(tmpdir(), "fengsui-syslog-"));
const tls = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };

before(async () => {
  pipeline = await createTestPipeline();
  writeFileSync(tls.cert, HUB_CERTIFICATE.cert);
  writeFileSync(tls.key, HUB_CERTIFICATE.key);
});
after(async () => {
  await pipeline[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const LOOPBACK = { host: "127.0.0.1", port: 0, isLoopback: true };

interface Listening {
  readonly listener: SyslogListener;
  readonly refusals: Refusals;
  /** Closes the listener, so that all that came is stored. */
  [Symbol.asyncDispose](): Promise<void>;
}

async function listen(
  limits?: SyslogListenerParts["limits"],
  deliver?: Ingest["deliver"],
): Promise<Listening> {
  const { records, clock } = pipeline;
  const logger = silentLogger;
  const ingest = new Ingest(pipeline);
  const sources = new Sources({ records, clock });
  const refusals = new Refusals({ records, logger });
  const listener = new SyslogListener({
    config: { syslogTcp: LOOPBACK, syslogTls: LOOPBACK, tls },
    sourceOf: (peer) => sources.findBySender(peer),
    intake: new SyslogIntake(
      { ingest: deliver === undefined ? ingest : { deliver }, clock, logger },
      { lingerMs: 20, firstRetryMs: 1 },
    ),
    refusals,
    clock,
    logger,
    ...(limits !== undefined && { limits }),
  });
  await listener.listen();
  return { listener, refusals, [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose]() };
}

async function aSender(
  source: TestSource,
  sender: { network: string } | { fingerprint: string },
): Promise<void> {
  await asHub(pipeline.records, async (write) => {
    // A network is of one source, and all tests are on one machine.
    await write.deleteFrom("source_senders").execute();
    await write
      .insertInto("source_senders")
      .values({
        id: newId<"source-sender">(pipeline.clock),
        source_id: source.id,
        organisation_id: source.organisationId,
        created_by: null,
        ...sender,
      })
      .execute();
  });
}

/** Sends it all, and waits until the hub has ended the connection, too: it has read everything by then. */
async function deliver(socket: Socket, bytes: string | Buffer): Promise<void> {
  socket.on("error", () => undefined);
  socket.resume();
  const closed = once(socket, "close");
  socket.end(bytes);
  await closed;
}

function tcp({ listener }: Listening): Socket {
  return connect({ port: listener.ports.tcpPort ?? assert.fail(), host: "127.0.0.1" });
}

async function eventsOf(source: TestSource) {
  const found = await pipeline.events
    .readAs({ kind: "system", job: "test" })
    .search({ from: new Date(0), to: new Date("2100-01-01"), sourceId: source.id, limit: 500 });
  return found.map(({ raw, rawLength, fields, time }) => ({
    rawLength,
    raw: raw.toString("utf8"),
    fields,
    time: time.toISOString(),
  }));
}

async function lettersOf(source: TestSource) {
  return await pipeline.records.read({ kind: "system", job: "test" }, (tx) =>
    tx.read
      .selectFrom("dead_letters")
      .select(["code", "message", "bytes", "byte_count"])
      .where("source_id", "=", source.id)
      .orderBy("position")
      .execute(),
  );
}

test("messages of both kinds and both framings are events of the source that the sender's address is of", async () => {
  const source = await aSource(pipeline);
  await aSender(source, { network: "127.0.0.0/8" });
  const modern = "<165>1 2026-05-01T10:00:00Z fw1 sshd 4711 ID47 - Failed password";
  {
    await using listening = await listen();
    await deliver(
      tcp(listening),
      `${modern.length} ${modern}<34>May  1 11:00:00 fw2 su: failed\nno header\n`,
    );
  }
  const events = await eventsOf(source);
  assert.deepEqual(
    events.map(({ raw, fields, time }) => [raw, fields["host.name"], time]),
    [
      ["no header", "", "2026-05-01T12:00:00.000Z"],
      ["<34>May  1 11:00:00 fw2 su: failed", "fw2", "2026-05-01T11:00:00.000Z"],
      [modern, "fw1", "2026-05-01T10:00:00.000Z"],
    ],
  );
});

test("a client certificate says whose a connection is, whatever its address", async () => {
  const [source, other] = [await aSource(pipeline), await aSource(pipeline)];
  const fingerprint = new X509Certificate(CLIENT_CERTIFICATE.cert).fingerprint256
    .replaceAll(":", "")
    .toLowerCase();
  await aSender(source, { fingerprint });
  await asHub(pipeline.records, (write) =>
    write
      .insertInto("source_senders")
      .values({
        id: newId<"source-sender">(pipeline.clock),
        source_id: other.id,
        organisation_id: other.organisationId,
        created_by: null,
        network: "127.0.0.1/32",
      })
      .execute(),
  );
  {
    await using listening = await listen();
    const port = listening.listener.ports.tlsPort ?? assert.fail();
    const options = { port, host: "127.0.0.1", rejectUnauthorized: false };
    await deliver(connectTls({ ...options, ...CLIENT_CERTIFICATE }), "<13>with a certificate\n");
    await deliver(connectTls(options), "<13>without\n");
  }
  assert.deepEqual(
    (await eventsOf(source)).map(({ raw }) => raw),
    ["<13>with a certificate"],
  );
  assert.deepEqual(
    (await eventsOf(other)).map(({ raw }) => raw),
    ["<13>without"],
  );
});

test("who is not known, or has too many connections, is not let in, and an operator sees it", async () => {
  const source = await aSource(pipeline);
  await aSender(source, { network: "192.0.2.0/24" });
  const operator = await aPerson(pipeline.records, { hubRole: "operator" });
  const { refusals } = await (async () => {
    await using listening = await listen({ maxConnectionsOfAddress: 1 });
    await deliver(tcp(listening), "<13>who am I\n");
    await deliver(tcp(listening), "<13>who am I\n");
    await aSender(source, { network: "127.0.0.1/32" });
    const first = tcp(listening);
    first.write("<13>first\n");
    await once(first, "connect");
    await deliver(tcp(listening), "<13>second\n");
    await deliver(first, "");
    return listening;
  })();
  const listOf = async (person: typeof operator) => {
    const signedIn = { person: { id: person, name: "", email: "", key: undefined, language: "en" } } as const;
    return (await refusals.list(signedIn)).map(({ address, reason, count }) => [address, reason, count]);
  };
  assert.deepEqual((await listOf(operator)).sort(), [
    ["127.0.0.1", "too_many_connections", 1],
    ["127.0.0.1", "unknown_sender", 2],
  ]);
  assert.deepEqual(await listOf(await aPerson(pipeline.records)), []);
  assert.deepEqual(
    (await eventsOf(source)).map(({ raw }) => raw),
    ["<13>first"],
  );
});

test("of one address, connections to the port of TLS that say nothing take no more places than others", async () => {
  await using listening = await listen({ maxConnectionsOfAddress: 1 });
  const port = listening.listener.ports.tlsPort ?? assert.fail();
  const silent = connect({ port, host: "127.0.0.1" });
  await once(silent, "connect");
  const second = connect({ port, host: "127.0.0.1" });
  second.on("error", () => undefined);
  await once(second, "close");
  assert.equal(silent.readyState, "open");
  silent.destroy();
});

test("what is too long is an event of its beginning, and its rest and what broke off are dead letters", async () => {
  const source = await aSource(pipeline);
  await aSender(source, { network: "127.0.0.1/32" });
  const long = `<13>${"x".repeat(256 * 1024)}`;
  {
    await using listening = await listen();
    await deliver(tcp(listening), `${long}\n99 <13>broken off`);
  }
  assert.deepEqual(
    (await eventsOf(source)).map(({ rawLength }) => rawLength),
    [256 * 1024],
  );
  assert.deepEqual(
    (await lettersOf(source)).map(({ code, bytes, byte_count }) => [code, bytes.toString(), byte_count]),
    [
      ["record.too_large", "xxxx", 4],
      ["syslog.unfinished", "<13>broken off", 14],
    ],
  );
});

test("messages are read in the charset and the time zone of their source", async () => {
  const source = await aSource(pipeline);
  await aSender(source, { network: "127.0.0.1/32" });
  await asHub(pipeline.records, (write) =>
    write
      .updateTable("sources")
      .set({ charset: "gbk", time_zone: "Asia/Shanghai" })
      .where("id", "=", source.id)
      .execute(),
  );
  {
    await using listening = await listen();
    const gbk = Buffer.from([0xb5, 0xc7, 0xc2, 0xbc, 0xca, 0xa7, 0xb0, 0xdc, 0x0a]);
    await deliver(tcp(listening), Buffer.concat([Buffer.from("<13>May  1 12:00:00 fw1 login: "), gbk]));
  }
  assert.deepEqual(
    (await eventsOf(source)).map(({ raw, time }) => [raw, time]),
    [["<13>May  1 12:00:00 fw1 login: 登录失败", "2026-05-01T04:00:00.000Z"]],
  );
});

test("many small messages are few batches, and a batch that fails is tried again without a second event", async () => {
  const source = await aSource(pipeline);
  await aSender(source, { network: "127.0.0.1/32" });
  const ingest = new Ingest(pipeline);
  const sizes: number[] = [];
  const failing: Ingest["deliver"] = async (batch) => {
    sizes.push(batch.records.length);
    const outcome = await ingest.deliver(batch);
    // It was stored, and the word of it is lost.
    if (sizes.length === 1) throw new Error("the store has gone");
    return outcome;
  };
  {
    await using listening = await listen({}, failing);
    const lines = Array.from({ length: 3000 }, (_, index) => `<13>message ${index}\n`);
    await deliver(tcp(listening), lines.join(""));
  }
  assert.equal(sizes.reduce((sum, size) => sum + size, 0) - (sizes[0] ?? 0), 3000);
  assert.ok(sizes.length < 30, `${sizes.length} batches`);
  const count = await pipeline.events
    .readAs({ kind: "system", job: "test" })
    .count({ from: new Date(0), to: new Date("2100-01-01"), sourceId: source.id });
  assert.equal(count, 3000);
});

test("a network or certificate is for an operator to add, and for every manager to take away", async () => {
  const { records, clock } = pipeline;
  const sources = new Sources({ records, clock });
  const source = await aSource(pipeline);
  const change = async (senders: string[], hubRoles: readonly "operator"[] = []) => {
    const { id: organisationId } = { id: source.organisationId };
    const [hubRole] = hubRoles;
    const id = await aPerson(records, {
      roles: [[organisationId, "manager"]],
      ...(hubRole !== undefined && { hubRole }),
    });
    const person = { id, name: "Li", email: "", key: undefined, language: "en" } as const;
    const organisations = [{ id: organisationId, name: "", role: "manager" }] as const;
    const session = { sessionId: newId<"session">(clock), provedAt: clock.now() };
    const signedIn = { ...session, person, organisations, hubRoles };
    return (await sources.change(signedIn, source.id, { senders })).senders;
  };
  const fingerprint = `sha256:${"ab".repeat(32)}`;
  await asHub(records, (write) => write.deleteFrom("source_senders").execute());
  for (const sender of [fingerprint, "10.0.0.1"])
    await assert.rejects(change([sender]), { code: "source.sender_needs_operator" });
  assert.deepEqual(await change([fingerprint], ["operator"]), [fingerprint]);
  assert.deepEqual(await change(["10.1.2.3/8", fingerprint], ["operator"]), [fingerprint, "10.0.0.0/8"]);
  const detail = { senders: ["10.1.2.3/8", fingerprint] };
  assert.deepEqual(await lastChangeOf(source), detail);
  assert.deepEqual(await change(["10.0.0.0/8"]), ["10.0.0.0/8"]);
  await assert.rejects(change(["10.0.0.0/8", fingerprint]), { code: "source.sender_needs_operator" });
  const other = await aSource(pipeline);
  await assert.rejects(aSecondOwner(other), { constraint: "source_senders_network_key" });
});

async function lastChangeOf({ id }: TestSource): Promise<unknown> {
  const entry = await pipeline.records.read({ kind: "system", job: "test" }, ({ read }) =>
    read
      .selectFrom("audit_entries")
      .select("detail")
      .where("subject_id", "=", id)
      .where("action", "=", "source.change")
      .orderBy("at", "desc")
      .executeTakeFirst(),
  );
  return entry?.detail;
}

async function aSecondOwner(source: TestSource): Promise<void> {
  await asHub(pipeline.records, (write) =>
    write
      .insertInto("source_senders")
      .values({
        id: newId<"source-sender">(pipeline.clock),
        source_id: source.id,
        organisation_id: source.organisationId,
        created_by: null,
        network: "10.0.0.0/8",
      })
      .execute(),
  );
}
