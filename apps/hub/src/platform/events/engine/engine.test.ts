// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { askOne, createTestStore, type TestStore, until } from "../test-kit/test-store.ts";

let shared: TestStore;

before(async () => {
  shared = await createTestStore();
  await shared.client.command({ query: "CREATE TABLE t (n UInt64, s String) ENGINE = MergeTree ORDER BY n" });
});
after(() => shared[Symbol.asyncDispose]());

interface Answer {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly text: string;
}

async function post(
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const socketPath = join(shared.directory, "engine.sock");
  const sent = request({ socketPath, path, method: "POST", headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("error", reject);
    response.on("end", () => {
      const code = response.headers["x-clickhouse-exception-code"];
      const text = Buffer.concat(chunks).toString();
      resolve({ status: response.statusCode, code: code?.toString(), text });
    });
  });
  sent.on("error", reject);
  sent.end(body);
  return await promise;
}

test("an error has the code that ClickHouse gives it", async () => {
  const query = "SELECT * FROM nothing_of_this_name";
  await assert.rejects(shared.client.query({ query }), { code: "60", type: "UNKNOWN_TABLE" });
  assert.equal((await post("/", "SELECT FROM WHERE")).code, "62");
  assert.equal((await post("/", " ")).status, 400);
  assert.equal((await post("/?max_threads=x", "SELECT 1")).code, "27");
  assert.equal((await post("/?not_a_setting=1", "SELECT 1")).code, "115");
  assert.equal((await post("/?a%20b=1", "SELECT 1")).code, "36");
});

test("settings and parameters of a statement are gone with it", async () => {
  const query = "SELECT {x:String}, getSetting('max_block_size')";
  assert.match((await post("/?param_x=a&max_block_size=7", query)).text, /^a\t7$/m);
  assert.equal((await post("/", query)).code, "456");
  assert.match((await post("/?param_x=b", query)).text, /^b\t(?!7$)\d+$/m);
});

test("statements that run at once have each their own parameters", async () => {
  const values = Array.from({ length: 40 }, (_, index) => `value ${index}'\\\t`);
  const answers = await Promise.all(
    values.map(async (x) => {
      const query = "SELECT {x:String}, sleepEachRow(0.001) FROM numbers(3)";
      const result = await shared.client.query({ query, query_params: { x }, format: "JSONCompactEachRow" });
      const rows: unknown[] = await result.json();
      return rows.map((row) => (Array.isArray(row) ? row[0] : row));
    }),
  );
  assert.deepEqual(
    answers,
    values.map((x) => [x, x, x]),
  );
});

test("parameters of any length are taken, in the body", async () => {
  const x = "x".repeat(3_000_000);
  const result = await shared.client.query({
    query: "SELECT length({x:String})",
    query_params: { x },
    use_multipart_params: true,
    clickhouse_settings: { max_query_size: "10000000" },
    format: "JSONCompactEachRow",
  });
  assert.deepEqual(await result.json(), [[3_000_000]]);
});

test("a body may be compressed with gzip or zstd, and is refused in anything else", async () => {
  const rows = '{"n":1,"s":"a\\nb"}\n';
  const insert = `/?query=${encodeURIComponent("INSERT INTO t FORMAT JSONEachRow")}`;
  assert.equal((await post(insert, gzipSync(rows), { "content-encoding": "gzip" })).status, 200);
  assert.equal((await post(insert, zstdCompressSync(rows), { "content-encoding": "zstd" })).status, 200);
  assert.equal((await post(insert, rows, { "content-encoding": "br" })).status, 415);
  assert.equal((await post(insert, "nonsense", { "content-encoding": "gzip" })).status, 500);
  assert.equal(await askOne(shared.client, "SELECT toUInt32(count()) FROM t WHERE s = 'a\\nb'"), 2);
});

test("a format whose values may hold a bare line break is refused for an insert", async () => {
  const insert = `/?query=${encodeURIComponent("INSERT INTO t FORMAT RowBinary")}`;
  assert.equal((await post(insert, Buffer.alloc(9))).code, "36");
});

test("a large result comes in pieces, and the engine does not hold it", async () => {
  const query = "SELECT number, repeat('x', 1000) FROM numbers(500000) FORMAT RowBinary";
  // A piece is a block; those of a table are of about a megabyte.
  const { stream } = await shared.client.exec({ query, clickhouse_settings: { max_block_size: "1000" } });
  let bytes = 0;
  for await (const chunk of stream) bytes += Buffer.isBuffer(chunk) ? chunk.length : 0;
  assert.equal(bytes, 500_000 * 1010);
  if (process.platform !== "linux") return;
  const status = readFileSync(`/proc/${shared.store.engineProcessId}/status`, "utf8");
  const peakMebibytes = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  assert.ok(peakMebibytes < 700, `${peakMebibytes} MiB`);
});

test("a failure in the middle of a result cuts the answer off", async () => {
  const query = "SELECT throwIf(number = 900000), repeat('x', 100) FROM numbers(1000000)";
  await assert.rejects(post("/?max_block_size=1000&max_threads=1", `${query} FORMAT TabSeparated`), {
    code: "ECONNRESET",
  });
});

test("searches that fill their lane do not keep an insert waiting", async () => {
  const slow = "SELECT sum(sipHash64(number)) FROM numbers(1000000000000)";
  const controllers = Array.from({ length: 10 }, () => new AbortController());
  const searches = controllers.map(({ signal }) =>
    shared.client
      .query({ query: slow, abort_signal: signal, http_headers: { "x-fengsui-lane": "search" } })
      .then(
        () => assert.fail("it ended by itself"),
        () => undefined,
      ),
  );
  await shared.client.insert({ table: "t", values: [{ n: 2, s: "" }], format: "JSONEachRow" });
  for (const controller of controllers) controller.abort();
  await Promise.all(searches);
  const running = "SELECT toUInt32(count()) FROM system.processes WHERE query LIKE '%1000000000000%'";
  await until("none runs", async () => (await askOne(shared.client, running)) === 1);
});
