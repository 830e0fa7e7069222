// SPDX-License-Identifier: Apache-2.0
/** A backup that is made while logs come in and people work, restored elsewhere: a hub that starts, whole, and works. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { CASE_DETAIL, EVIDENCE, EVIDENCE_LIST, RETROSPECTIONS, SOURCES } from "@fengsui/contract";
import { newChance } from "./test-kit/chance.ts";
import { FOR_NODE, freePort, HubProcess, until } from "./test-kit/hub-process.ts";
import { deliver } from "./test-kit/kill-rounds.ts";
import { type FoundEvent, Operator } from "./test-kit/operator.ts";
import { mountSmallDisk } from "./test-kit/small-disk.ts";
import { requireAlertsOf, startWatchedHub } from "./test-kit/watched-hub.ts";

const COMMAND = join(import.meta.dirname, "../../../apps/cli/bin/fengsui.js");
const MIB = 1024 * 1024;

async function fengsui(dataDir: string, ...args: string[]) {
  const env = { ...FOR_NODE, FENGSUI_DATA_DIR: dataDir };
  const child = spawn(process.execPath, [COMMAND, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, out, err };
}

/** A case with a file in it. */
async function addEvidence(operator: Operator, bytes: Buffer) {
  const body = { organisationId: operator.organisationId, title: "Odd behaviour" };
  const { case: made } = CASE_DETAIL.parse(await operator.json("POST", "/api/v1/cases", body));
  const path = `/api/v1/cases/${made.id}/evidence`;
  const answer = await operator.sendBytes(`${path}?name=disk.img`, bytes);
  return { path, evidence: EVIDENCE.parse(await answer.json()) };
}

/** Makes sources, one after the other, until it is told to stop; their names are numbers. */
function changeRecords(operator: Operator) {
  let isOver = false;
  let made = 0;
  const ended = (async () => {
    for (; !isOver; made++) await operator.addSource(`late ${made}`);
  })();
  return {
    get made() {
      return made;
    },
    async stop() {
      isOver = true;
      await ended;
    },
  };
}

const lateNumbers = async (operator: Operator) => {
  const { sources } = SOURCES.parse(await operator.json("GET", "/api/v1/sources"));
  const names = sources.map(({ name }) => /^late (\d+)$/.exec(name)?.[1]);
  return names
    .flatMap((name) => (name === undefined ? [] : [Number(name)]))
    .sort((one, other) => one - other);
};

const parseSent = ({ raw }: FoundEvent) => {
  const { "@timestamp": time, Computer: host, Image: image } = JSON.parse(raw);
  return { host, time: Date.parse(time), isMatch: image.endsWith("signal-fire.exe") };
};

async function untilLookedBack(operator: Operator): Promise<void> {
  await until("what came during the backup was looked at again", async () => {
    const { retrospections } = RETROSPECTIONS.parse(await operator.json("GET", "/api/v1/retrospections"));
    return retrospections.length > 0 && retrospections.every(({ state }) => state === "done");
  });
}

test("a backup made at work, restored elsewhere, has all that was acknowledged before it, and what is there is whole", async (t) => {
  const chance = newChance(t);
  await using watched = await startWatchedHub(chance);
  const { operator, watched: sources } = watched;
  const { path, evidence } = await addEvidence(operator, randomBytes(3 * MIB));
  const shippers = sources.map(({ shipper }) => shipper);
  using delivering = deliver(shippers);
  const changing = changeRecords(operator);
  await until("each delivers", () => shippers.every(({ batches }) => batches > 4) && changing.made > 4);
  const before = sources.map(({ shipper }) => [...shipper.acknowledged]);
  const madeBefore = changing.made;

  const place = mkdtempSync(join(tmpdir(), "fengsui-backup-"));
  t.after(() => rmSync(place, { recursive: true, force: true }));
  chmodSync(place, 0o711);
  const made = await fengsui(watched.dataDir, "backup", join(place, "hub.tar"));
  assert.equal(made.code, 0, made.err);
  await changing.stop();
  await delivering.stop();
  const verified = await fengsui(watched.dataDir, "verify-backup", join(place, "hub.tar"));
  assert.match(verified.out, /is whole/);

  const dataDir = join(place, "restored");
  const restored = await fengsui(dataDir, "restore", join(place, "hub.tar"));
  assert.equal(restored.code, 0, restored.err);
  await using hub = await HubProcess.start({ dataDir, port: await freePort() });
  const there = await Operator.signIn(hub.origin);
  await untilLookedBack(there);

  const found: FoundEvent[] = [];
  for (const [index, { source, shipper }] of sources.entries()) {
    const own = await there.events({ sourceId: source.id });
    const raws = own.map(({ raw }) => raw);
    assert.equal(new Set(raws).size, raws.length, "an event is there twice");
    const lost = (before[index] ?? []).filter(({ raw }) => !raws.includes(raw));
    assert.deepEqual(lost, []);
    const sent = new Set(shipper.acknowledged.map(({ raw }) => raw));
    assert.ok(raws.every((raw) => sent.has(raw)));
    found.push(...own);
  }
  await requireAlertsOf(there, found.map(parseSent));
  const late = await lateNumbers(there);
  assert.ok(late.length >= madeBefore, `${late.length} of ${madeBefore}`);
  assert.deepEqual(late, [...late.keys()], "of two changes, the later is there and the earlier is not");
  const { evidence: kept } = EVIDENCE_LIST.parse(await there.json("GET", path));
  assert.deepEqual(
    kept.map(({ sha256 }) => sha256),
    [evidence.sha256],
  );
  const opened = await there.send("GET", `/api/v1/evidence/${evidence.id}/content`);
  assert.equal((await opened.arrayBuffer()).byteLength, 3 * MIB);
  t.diagnostic(`${found.length} events, ${late.length} of ${changing.made} sources`);

  // The shipper sends what it has not seen acknowledged, to the hub that took the place of the other.
  for (const { source, shipper: old } of sources.slice(0, 2)) {
    const shipper = old.toOther(hub.origin, "after");
    await shipper.deliver();
    const raws = (await there.events({ sourceId: source.id })).map(({ raw }) => raw);
    assert.ok(shipper.acknowledged.every(({ raw }) => raws.includes(raw)));
  }
});

test("a disk that is full half-way leaves nothing that looks like a backup", async (t) => {
  using disk = mountSmallDisk(2);
  if (disk === undefined) return t.skip("mount not permitted");
  await using watched = await startWatchedHub(newChance(t));
  await addEvidence(watched.operator, randomBytes(4 * MIB));
  const folder = join(disk.dataDir, "..");
  const made = await fengsui(watched.dataDir, "backup", folder);
  assert.notEqual(made.code, 0);
  assert.match(made.err, /backup\.write_failed/);
  assert.deepEqual(readdirSync(folder), []);
});
