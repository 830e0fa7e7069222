// SPDX-License-Identifier: Apache-2.0
/** What people have to do: cases and orders by state and age, and sources that have fallen silent. */
import type { Situation } from "@fengsui/contract";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { formatCount } from "../../parts/number.ts";
import { AGE_TEXT, CASE_STATE_TEXT } from "../cases/texts.ts";
import { AGES } from "../cases/view.ts";
import { ORDER_STATE_TEXT } from "../orders/texts.ts";
import { Figure } from "./figures.tsx";
import { sum } from "./view.ts";

export function WorkFigures({ figures }: { readonly figures: Situation | undefined }) {
  const { t } = useTexts();
  const active = figures?.cases.byState.filter(({ state }) => state !== "closed");
  const open = figures?.orders.byState.filter(({ state }) => state !== "closed" && state !== "withdrawn");
  return (
    <div className="figures">
      <Figure title={t("situation.cases")} link={{ to: "/cases", search: {} }} count={active && sum(active)}>
        <Parts
          parts={(active ?? []).map(({ state, count }) => ({
            name: t(CASE_STATE_TEXT[state]),
            count,
            link: { to: "/cases", search: { state } },
          }))}
        />
        <Ages to="/cases" ages={figures?.cases.activeByAge ?? []} />
      </Figure>
      <Figure
        title={t("situation.casesUnassigned")}
        link={{ to: "/cases", search: { assignee: "nobody" } }}
        count={figures?.cases.activeUnassigned}
      />
      <Figure
        title={t("situation.orders")}
        link={{ to: "/orders", search: { side: "all" } }}
        count={open && sum(open)}
      >
        <Parts
          parts={(open ?? []).map(({ state, count }) => ({
            name: t(ORDER_STATE_TEXT[state]),
            count,
            link: { to: "/orders", search: { side: "all", state } },
          }))}
        />
        <Ages to="/orders" ages={figures?.orders.openByAge ?? []} />
      </Figure>
      <Figure
        title={t("situation.overdue")}
        link={{ to: "/orders", search: { side: "all", overdue: "yes" } }}
        count={figures?.orders.overdue}
      />
    </div>
  );
}

interface Part {
  readonly name: string;
  readonly count: number;
  readonly link: Pick<LinkProps, "to" | "search">;
}

function Parts({ parts }: { readonly parts: readonly Part[] }) {
  const { language } = useTexts();
  return (
    <ul className="level-counts">
      {parts.map(({ name, count, link }) => (
        <li key={name}>
          <Link {...link}>
            {name} {formatCount(count, language)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

interface AgesProps {
  readonly to: "/cases" | "/orders";
  readonly ages: Situation["cases"]["activeByAge"];
}

/** Each counts all that are at least as old: what has waited longest is said by the last. */
function Ages({ to, ages }: AgesProps) {
  const { t } = useTexts();
  const side = to === "/orders" ? { side: "all" } : {};
  return (
    <Parts
      parts={ages
        .filter(({ count }) => count > 0)
        .flatMap(({ days, count }) => {
          const age = AGES.find((one) => one === `${days}d`);
          if (age === undefined) return [];
          return { name: t(AGE_TEXT[age]), count, link: { to, search: { ...side, age } } };
        })}
    />
  );
}
