// SPDX-License-Identifier: Apache-2.0
/** What rules were asked, found and cost, for who may see the rule: of their own organisations' events alone. */
import { FengsuiError, type RuleFiguresQuery, type RulesFiguresQuery } from "@fengsui/contract";
import type { SignedIn } from "../../../platform/http/index.ts";
import { organisationIdOf } from "../../../platform/http/parameters.ts";
import type { Id } from "../../../platform/ids.ts";
import { personPrincipal, type Records } from "../../../platform/records/index.ts";
import { findRule } from "../rules/records.ts";
import { cutHours, type DayRow, figuresOfRule, figuresOfRules, type Sums } from "./records.ts";

const DAY_MS = 24 * 60 * 60_000;
const NOTHING: Sums = { evaluated: 0, candidates: 0, matches: 0, undecided: 0, cost: 0 };

export class RuleFigures {
  readonly #records: Records;

  constructor({ records }: { readonly records: Records }) {
    this.#records = records;
  }

  async ofRule({ person }: SignedIn, id: Id<"rule">, { days: count, ...query }: RuleFiguresQuery) {
    const organisationId = organisationOf(query);
    return await this.#records.read(personPrincipal(person), async (tx) => {
      if ((await findRule(tx, id)) === undefined)
        throw new FengsuiError("rule.not_found", `no rule has the id ${id}`);
      const days = lastDays(tx.now, count);
      const rows = await figuresOfRule(tx, id, { since: days[0] ?? "", organisationId });
      const live = new Map(rows.filter((row) => !row.isRetrospective).map((row) => [row.day, row]));
      const hours = await cutHours(tx, id, organisationId);
      return {
        live: sum([...live.values()]),
        retrospective: sum(rows.filter((row) => row.isRetrospective)),
        days: days.map((day) => ({ day, ...sumsOf(live.get(day) ?? NOTHING) })),
        cutHours: hours.map((hour) => hour.toISOString()),
      };
    });
  }

  async ofRules({ person }: SignedIn, { days, order, limit, ...query }: RulesFiguresQuery) {
    const organisationId = organisationOf(query);
    const rows = await this.#records.read(personPrincipal(person), (tx) => {
      const since = lastDays(tx.now, days)[0] ?? "";
      return figuresOfRules(tx, { since, organisationId, order, limit: limit + 1 });
    });
    const rules = rows.slice(0, limit).map(({ id, title, level, version, isEnabled, ...row }) => ({
      ruleId: id,
      title,
      level,
      version,
      isEnabled,
      evaluated: row.evaluated ?? 0,
      candidates: row.candidates ?? 0,
      matches: row.matches ?? 0,
      undecided: row.undecided ?? 0,
      cost: row.cost ?? 0,
    }));
    return { rules, isCut: rows.length > limit };
  }
}

function organisationOf({ organisationId }: { readonly organisationId?: string | undefined }) {
  return organisationId === undefined ? undefined : organisationIdOf(organisationId);
}

/** As UTC has them; the last is today. */
function lastDays(now: Date, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) =>
    new Date(now.getTime() - (count - 1 - at) * DAY_MS).toISOString().slice(0, 10),
  );
}

function sum(rows: readonly DayRow[]): Sums {
  return rows.reduce<Sums>(
    (all, row) => ({
      evaluated: all.evaluated + row.evaluated,
      candidates: all.candidates + row.candidates,
      matches: all.matches + row.matches,
      undecided: all.undecided + row.undecided,
      cost: all.cost + row.cost,
    }),
    NOTHING,
  );
}

function sumsOf({ evaluated, candidates, matches, undecided, cost }: Sums): Sums {
  return { evaluated, candidates, matches, undecided, cost };
}
