// SPDX-License-Identifier: Apache-2.0
/** Rules that could not be decided for an event, since the work that an event may cost was spent: counted and told. */
import { Counter } from "prom-client";
import type { Registry } from "../../../platform/http/index.ts";
import type { Id } from "../../../platform/ids.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";

export type OnUndecided = (rule: { readonly id: Id<"rule">; readonly version: number }) => void;

/** The first, and then one in so many, is written down; all are counted. */
const LOGGED = 1000;

export function undecidedMeter(registry: Registry, logger: Logger): OnUndecided {
  const counter = new Counter({
    name: "fengsui_rules_undecided_total",
    help: "Rules that could not be decided for an event, since the work that an event may cost was spent.",
    registers: [registry],
  });
  let seen = 0;
  return ({ id, version }) => {
    counter.inc();
    if (seen++ % LOGGED === 0)
      logger.warn({ ruleId: id, version }, "a rule costs too much to be decided for an event");
  };
}
