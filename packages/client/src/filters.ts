// SPDX-License-Identifier: Apache-2.0
/** What a list can be asked for, as it is written into the address: before the hub reads it and fills in the rest. */
import type {
  ALERT_QUERY,
  DEAD_LETTER_QUERY,
  EVENT_FILTER,
  EVENT_QUERY,
  RETROSPECTION_QUERY,
  RULE_QUERY,
  VERDICTS,
} from "@fengsui/contract";
import type { z } from "zod";

export type Verdict = (typeof VERDICTS)[number];

type Written<Query> = { readonly [Key in keyof Query]?: Exclude<Query[Key], undefined> };

export type AlertFilter = Written<z.output<typeof ALERT_QUERY>>;
export type RuleFilter = Written<z.output<typeof RULE_QUERY>>;
export type RetrospectionFilter = Written<z.output<typeof RETROSPECTION_QUERY>>;
export type DeadLetterFilter = Written<z.output<typeof DEAD_LETTER_QUERY>>;
type Page = Omit<z.output<typeof EVENT_QUERY>, keyof z.output<typeof EVENT_FILTER>>;
export type EventsFilter = z.output<typeof EVENT_FILTER> & Written<Page>;
