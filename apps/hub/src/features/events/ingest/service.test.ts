// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FengsuiError } from "@fengsui/contract";
import { aSource, createTestPipeline, type TestPipeline } from "../../../test-kit/hub/test-pipeline.ts";
import { Ingest } from "./service.ts";

let pipeline: TestPipeline;

before(async () => {
  pipeline = await createTestPipeline();
});

after(async () => {
  await pipeline[Symbol.asyncDispose]();
});

async function* bytesOf(text: string, ready: Promise<void> = Promise.resolve()): AsyncGenerator<Uint8Array> {
  await ready;
  yield Buffer.from(text);
}

test("a batch beyond those that may be under way is refused with the time to wait, and taken later", async () => {
  const source = await aSource(pipeline);
  const ingest = new Ingest(pipeline, { maxBatches: 1 });
  const { promise, resolve } = Promise.withResolvers<void>();
  const request = { source, headers: {} };
  const first = ingest.receive({ ...request, body: bytesOf('{"a":1}', promise) });
  await assert.rejects(ingest.receive({ ...request, body: bytesOf('{"b":1}') }), (error) => {
    assert.ok(error instanceof FengsuiError);
    assert.deepEqual([error.code, error.status, error.retryAfterSeconds], ["ingest.busy", 429, 1]);
    return true;
  });
  resolve();
  assert.equal((await first).accepted, 1);
  assert.equal((await ingest.receive({ ...request, body: bytesOf('{"b":1}') })).accepted, 1);
});

test("an organisation whose senders are slow keeps neither others nor what waits for batches waiting", async () => {
  const ingest = new Ingest(pipeline, { maxBatches: 4 });
  const [slow, other] = [await aSource(pipeline), await aSource(pipeline)];
  const { promise, resolve } = Promise.withResolvers<void>();
  const receive = (source: typeof slow, text: string, ready?: Promise<void>) =>
    ingest.receive({ source, headers: {}, body: bytesOf(text, ready) });
  const held = [1, 2, 3].map((n) => receive(slow, `{"slow":${n}}`, promise));
  await assert.rejects(receive(slow, '{"slow":4}'), { code: "ingest.busy" });
  assert.equal((await receive(other, '{"a":1}')).accepted, 1);
  await ingest.whenSettled();
  assert.equal(ingest.isBusy, false);
  resolve();
  assert.deepEqual(
    (await Promise.all(held)).map(({ accepted }) => accepted),
    [1, 1, 1],
  );
});

test("a body is not read beyond what it may have", async () => {
  const ingest = new Ingest(pipeline, { maxBodyBytes: 10 });
  const request = { source: await aSource(pipeline), headers: {}, body: bytesOf('{"a":"longer"}') };
  await assert.rejects(ingest.receive(request), { code: "ingest.too_large" });
});

test("text and JSON are told by the content type, and an array or an envelope by how it begins", async () => {
  const ingest = new Ingest(pipeline);
  const source = await aSource(pipeline);
  const countOf = async (type: string, text: string) => {
    const { accepted, rejected } = await ingest.receive({
      source,
      headers: { "content-type": type },
      body: bytesOf(text),
    });
    return [accepted, rejected.length];
  };
  assert.deepEqual(await countOf("text/plain", "a line\nanother"), [2, 0]);
  assert.deepEqual(await countOf("application/x-ndjson", 'a line\n{"a":1}'), [1, 1]);
  assert.deepEqual(await countOf("application/json", '{"a":\n2}'), [1, 0]);
  assert.deepEqual(await countOf("application/x-ndjson", '[{"a":3},{"a":4}]'), [2, 0]);
  assert.deepEqual(await countOf("application/x-ndjson", '{\n"Records": [\n{"a":5},\n{"a":6}]}'), [2, 0]);
  assert.deepEqual(await countOf("application/x-www-form-urlencoded", 'of curl\n{"a":7}\n{"a":'), [2, 1]);
  assert.deepEqual(await countOf("application/octet-stream", "of a script"), [1, 0]);
});

test("an id of the sender holds in another body too, where the event has no time of its own", async () => {
  const ingest = new Ingest(pipeline);
  const source = await aSource(pipeline);
  const deliver = async (...lines: readonly object[]) => {
    const body = bytesOf(lines.map((line) => JSON.stringify(line)).join("\n"));
    const { answer } = await ingest.receiveBulk({ source, headers: {}, body }, "logs");
    return ("items" in answer ? answer.items : []).map((item) => Object.values(item)[0]?.status);
  };
  const [action, event] = [{ create: { _id: "a" } }, { message: "no time" }];
  assert.deepEqual(await deliver(action, event), [201]);
  pipeline.clock.advance(60 * 60_000);
  assert.deepEqual(await deliver(action, event, { create: { _id: "b" } }, event), [200, 201]);
});

test("text in another charset is stored in UTF-8: as it was said of the source, as the sender says, or as it looks", async () => {
  const ingest = new Ingest(pipeline);
  const gbk = Buffer.from([0xb5, 0xc7, 0xc2, 0xbc, 0xca, 0xa7, 0xb0, 0xdc]); // 登录失败
  const text = (bytes: Buffer) => Buffer.concat([Buffer.from('{"message":"'), bytes, Buffer.from('"}')]);
  const storedOf = async (bytes: Buffer, { charset, type = "application/x-ndjson" }: Told = {}) => {
    const source = { ...(await aSource(pipeline)), ...(charset !== undefined && { charset }) };
    const body = (async function* () {
      yield bytes;
    })();
    await ingest.receive({ source, headers: { "content-type": type }, body });
    const found = await pipeline.events.readAs({ kind: "system", job: "test" }).search({
      from: new Date(0),
      to: new Date("2100-01-01"),
      sourceId: source.id,
      limit: 10,
    });
    return found.map(({ raw }) => raw.toString("utf8")).sort();
  };
  const plain = '{"message":"登录失败"}';
  assert.deepEqual(await storedOf(text(gbk)), [plain]);
  assert.deepEqual(await storedOf(text(gbk), { charset: "gbk" }), [plain]);
  assert.deepEqual(await storedOf(Buffer.from(`\ufeff${plain}`, "utf16le"), {}), [plain]);
  assert.deepEqual(await storedOf(Buffer.from(plain, "utf16le"), { charset: "utf-16le" }), [plain]);
  const latin = Buffer.from('{"message":"Zugriff für Müller"}', "latin1");
  const type = "application/x-ndjson; charset=ISO-8859-1";
  assert.deepEqual(await storedOf(latin, { type }), ['{"message":"Zugriff für Müller"}']);
  const mixed = Buffer.concat([text(gbk), Buffer.from(`\n{"message":"用户"}\n`)]);
  assert.deepEqual(await storedOf(mixed), ['{"message":"用户"}', plain].sort());
});

interface Told {
  readonly charset?: string;
  readonly type?: string;
}
