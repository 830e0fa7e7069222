// SPDX-License-Identifier: Apache-2.0
/** One hub at a time uses a directory: a second one is refused, and a dead one holds nothing. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { chanceOf } from "./test-kit/chance.ts";
import { freePort } from "./test-kit/hub-process.ts";
import { FAILED, requireRefused } from "./test-kit/refused-start.ts";
import { requireAllThere, startWatchedHub } from "./test-kit/watched-hub.ts";

test("a second hub on one directory is refused, and the first goes on unharmed", async () => {
  await using first = await startWatchedHub(chanceOf(1));
  const deliver = () => Promise.all(first.watched.map(({ shipper }) => shipper.deliver()));
  await deliver();
  const second = { dataDir: first.dataDir, port: await freePort() };
  await requireRefused(second, {
    exit: FAILED,
    code: "records.locked",
    says: new RegExp(`process ${first.hub.pid}`),
  });
  await deliver();
  await requireAllThere(first);
});

test("what a killed hub left behind keeps no other away, even where a stranger has its numbers now", async () => {
  await using watched = await startWatchedHub(chanceOf(2));
  const deliver = () => Promise.all(watched.watched.map(({ shipper }) => shipper.deliver()));
  await deliver();
  const { hub, dataDir } = watched;
  for (const pid of [hub.postmasterPid, hub.enginePid, hub.pid]) process.kill(pid, "SIGKILL");
  await hub.end();
  for (const name of ["records/cluster/postmaster.pid", "records/socket/.s.PGSQL.5432.lock"]) {
    const [, ...rest] = readFileSync(join(dataDir, name), "utf8").split("\n");
    writeFileSync(join(dataDir, name), [process.pid, ...rest].join("\n"));
  }
  writeFileSync(join(dataDir, "records.lock.holder"), `process ${process.pid}\n`);
  await watched.startAgain();
  await deliver();
  await requireAllThere(watched);
});
