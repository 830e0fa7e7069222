// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { Registry } from "../../../platform/http/index.ts";
import { newId } from "../../../platform/ids.ts";
import { silentLogger } from "../../../platform/telemetry/logger.ts";
import { TestClock } from "../../../test-kit/hub/test-pipeline.ts";
import { compile } from "./ruleset-cache.ts";
import { undecidedMeter } from "./undecided.ts";

const COSTLY = `
title: Costly
logsource: { product: windows }
detection:
  s: { a|re: 'x(?:[ab]*[bc]*){50}y$' }
  condition: s
`;

test("a rule that an event is too much work for is counted", async () => {
  const registry = new Registry();
  const id = newId<"rule">(new TestClock());
  const rule = { kind: "detection", title: "Costly", level: "high", listNumber: null } as const;
  const rows = [{ ...rule, id, version: 1, key: "costly", source: COSTLY, groupBy: null }];
  const { ruleset } = await compile(rows, undefined, undecidedMeter(registry, silentLogger));
  const a = Array.from({ length: 5 }, () => `x${"abc".repeat(20_000)}y!`);
  assert.deepEqual(ruleset.match({ EventID: 1, Channel: "Application", a }), []);
  assert.match(await registry.metrics(), /fengsui_rules_undecided_total 1\n/);
});
