// SPDX-License-Identifier: Apache-2.0
import { test } from "node:test";
import { killAgainAndAgain } from "./test-kit/kill-rounds.ts";

/** The hub alone, as the memory killer may, or all at one moment, as who stops its control group does. */
test("kill -9 of the hub loses nothing acknowledged and doubles nothing, and alerts are what the matches come to", async (t) => {
  await killAgainAndAgain(t, async (watched, chance) => {
    const { hub } = watched;
    if (chance.below(3) === 0)
      for (const pid of [hub.postmasterPid, hub.enginePid]) process.kill(pid, "SIGKILL");
    await hub.kill();
    await watched.startAgain(); // as systemd would
  });
});
