// SPDX-License-Identifier: Apache-2.0
import { test } from "node:test";
import { killAgainAndAgain } from "./test-kit/kill-rounds.ts";

test("kill -9 of PostgreSQL loses nothing acknowledged and doubles nothing, and the hub brings it back", async (t) => {
  await killAgainAndAgain(t, async ({ hub }) => {
    process.kill(hub.postmasterPid, "SIGKILL");
  });
});
