// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { zstdDecompressSync } from "node:zlib";
import {
  aSource,
  aStoredRule,
  createTestPipeline,
  send,
  type TestPipeline,
} from "../../../test-kit/hub/test-pipeline.ts";

let pipeline: TestPipeline;
before(async () => {
  pipeline = await createTestPipeline();
});
after(async () => await pipeline[Symbol.asyncDispose]());

const CORPUS = process.env["FENGSUI_CORPUS"] ?? join(import.meta.dirname, "../../../../../../../shared/data");
const NEEDS_CORPUS = {
  skip: existsSync(join(CORPUS, "sigma")) ? false : "corpus absent: set FENGSUI_CORPUS",
};

/** What a source is taken for, and the titles of the alerts, after these lines. */
async function deliver(lines: readonly string[], rules: readonly string[]) {
  const source = await aSource(pipeline);
  for (const rule of rules) await aStoredRule(pipeline, source.organisationId, rule);
  const { rejected } = await send(pipeline, source, lines, { isJsonOnly: false });
  assert.deepEqual(rejected, []);
  return await pipeline.records.read({ kind: "system", job: "test" }, async (tx) => {
    const row = await tx.read
      .selectFrom("sources")
      .select("detected_log_type")
      .where("id", "=", source.id)
      .executeTakeFirst();
    const alerts = await tx.read
      .selectFrom("alerts")
      .select(["rule_id", "entity_kind", "entity", "window_start"])
      .where("organisation_id", "=", source.organisationId)
      .execute();
    return { logType: row?.detected_log_type, alerts };
  });
}

/** Rules of SigmaHQ, by the names of their files. */
function publicRules(...names: readonly string[]): string[] {
  return names.map((name) => {
    const [path = assert.fail(`${name} is not in the corpus`)] = globSync(`sigma/**/${name}.yml`, {
      cwd: CORPUS,
    });
    return readFileSync(join(CORPUS, path), "utf8");
  });
}

const ACCESS =
  '192.0.2.7 - - [01/May/2026:12:00:00 +0800] "GET /vpn/../vpns/cfg/smb.conf HTTP/1.1" 200 153 "-" "curl/8"';
const NGINX = {
  remote_addr: "192.0.2.7",
  time_iso8601: "2026-05-01T04:00:00+00:00",
  request_method: "GET",
  request_uri: "/vpn/../vpns/cfg/smb.conf",
  status: 200,
};

test(
  "public rules about web servers fire on lines of nginx and Apache, and on nginx's JSON",
  NEEDS_CORPUS,
  async () => {
    const rules = publicRules("web_cve_2019_19781_citrix_exploit");
    for (const line of [ACCESS, JSON.stringify(NGINX), `<190>May  1 04:00:00 192.0.2.1 nginx: ${ACCESS}`]) {
      const { logType, alerts } = await deliver([line], rules);
      assert.equal(logType, "webserver", line);
      assert.equal(alerts[0]?.window_start.toISOString(), "2026-05-01T04:00:00.000Z", line);
    }
    const { alerts } = await deliver([ACCESS], rules);
    assert.deepEqual(
      alerts.map(({ entity_kind, entity }) => [entity_kind, entity]),
      [["address", "192.0.2.7"]],
    );
  },
);

test("public rules about the error logs of web servers fire", NEEDS_CORPUS, async () => {
  const nginx = "2026/05/01 12:00:00 [alert] 1#1: worker process 7 exited on signal 6 (core dumped)";
  const ofNginx = await deliver([nginx], publicRules("web_nginx_core_dump"));
  assert.deepEqual([ofNginx.logType, ofNginx.alerts.length], ["nginx", 1]);
  const apache =
    "[Fri May 01 12:00:00.123456 2026] [core:notice] [pid 7] httpd: tpp.c:63: __pthread_tpp_change_priority: Assertion `new_prio == -1 || (new_prio >= fifo_min_prio && new_prio <= fifo_max_prio)' failed.";
  const ofApache = await deliver([apache], publicRules("web_apache_threading_error"));
  assert.deepEqual([ofApache.logType, ofApache.alerts.length], ["apache", 1]);
});

const eve = (fields: object) =>
  JSON.stringify({
    timestamp: "2026-05-01T12:00:00.123456+0800",
    flow_id: 7,
    src_ip: "192.0.2.7",
    dest_ip: "198.51.100.1",
    dest_port: 53,
    proto: "UDP",
    ...fields,
  });
const DNS = { event_type: "dns", dns: { type: "query", rrname: "aaa.stage.1.example.org", rrtype: "A" } };
const DNS_3 = {
  event_type: "dns",
  dns: { version: 3, queries: [{ rrname: "aaa.stage.1.example.org", rrtype: "A" }] },
};
const ALERT = { event_type: "alert", alert: { signature: "ET SCAN", signature_id: 2_000_001, severity: 2 } };
const IDS_RULE = `
title: A signature of Suricata
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: { product: suricata, service: alert }
detection:
  selection: { alert.signature|startswith: 'ET SCAN', dst_port: 53 }
  condition: selection
`;

test(
  "public rules about DNS fire on Suricata's records of both forms, and own ones on its alerts",
  NEEDS_CORPUS,
  async () => {
    for (const record of [DNS, DNS_3]) {
      const { logType, alerts } = await deliver([eve(record)], publicRules("net_dns_mal_cobaltstrike"));
      assert.equal(logType, "suricata");
      assert.deepEqual(
        alerts.map(({ entity, window_start }) => [entity, window_start.toISOString()]),
        [["192.0.2.7", "2026-05-01T04:00:00.000Z"]],
      );
    }
    assert.equal((await deliver([eve(ALERT)], [IDS_RULE])).alerts.length, 1);
  },
);

test("what recorded attacks left in logs is recognised for what it is", NEEDS_CORPUS, async () => {
  const expected = {
    "zeek-otrf": "zeek",
    "aws-cloudtrail-s3-exfiltration": "aws",
    "linux-auditd-log4shell": "linux",
    "linux-sysmon-log4shell": "linux",
  };
  for (const [name, product] of Object.entries(expected)) {
    const text = zstdDecompressSync(readFileSync(join(CORPUS, `events/${name}.ndjson.zst`))).toString("utf8");
    const lines = text
      .split("\n")
      .filter((line) => line !== "")
      .slice(0, 200);
    assert.equal((await deliver(lines, [])).logType, product, name);
  }
});
