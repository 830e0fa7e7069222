// SPDX-License-Identifier: Apache-2.0
/** The figures at the top. */
import type { Situation } from "@fengsui/contract";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { formatChange, formatCount, formatWhole } from "../../parts/number.ts";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { rateText } from "../sources/view.ts";
import { LEVELS_DOWN, type OverviewSpan, secondsOf, spanSearch, sum, type Window } from "./view.ts";

interface FiguresProps {
  readonly figures: Situation | undefined;
  /** Events are counted of all organisations together: of one alone there is no number. */
  readonly events: readonly { readonly count: number }[] | "ofAll" | undefined;
  readonly span: OverviewSpan;
  /** Of which the figures are; undefined until there are some. */
  readonly at: Window | undefined;
}

export function Figures({ figures, events, span, at }: FiguresProps) {
  const { t, language } = useTexts();
  const inSpan = figures?.alerts.inSpan;
  const during = at === undefined ? { from: `now-${span}` } : spanSearch(at);
  const total = inSpan && sum(inSpan);
  const closed = inSpan && sum(inSpan.filter(({ state }) => state === "closed"));
  const change = total === undefined ? undefined : formatChange(total, figures?.alerts.before ?? 0, language);
  return (
    <div className="figures">
      <Figure
        title={t("situation.open")}
        link={{ to: "/alerts", search: {} }}
        count={figures && sum(figures.alerts.open)}
      >
        <LevelCounts open={figures?.alerts.open ?? []} />
      </Figure>
      <Figure
        title={t("situation.unassigned")}
        link={{ to: "/alerts", search: { assignee: "nobody" } }}
        count={figures?.alerts.openUnassigned}
      >
        {figures?.alerts.oldestOpenAt != null && (
          <>
            {t("situation.oldest")} <TimeAgo at={figures.alerts.oldestOpenAt} />
          </>
        )}
      </Figure>
      <Figure
        title={t("situation.raised")}
        link={{ to: "/alerts", search: { state: "all", ...during } }}
        count={total}
      >
        {total !== undefined && closed !== undefined && (
          <>
            {change !== undefined && <strong title={t("situation.before")}>{change}</strong>}{" "}
            {t("situation.closed", { closed: formatWhole(closed, language) })}
          </>
        )}
      </Figure>
      {events === "ofAll" ? (
        <Figure
          title={t("situation.silent")}
          link={{ to: "/sources", search: { state: "silent" } }}
          count={figures?.sources.silent}
        />
      ) : (
        <Figure
          title={t("situation.events")}
          link={{ to: "/search", search: during }}
          count={events && sum(events)}
        >
          {events !== undefined &&
            t("situation.perSecond", { rate: rateText(sum(events) / secondsOf(span), language) })}
        </Figure>
      )}
    </div>
  );
}

interface FigureProps {
  readonly title: string;
  readonly link: Pick<LinkProps, "to" | "search">;
  readonly count: number | undefined;
  readonly children?: ReactNode;
}

export function Figure({ title, link, count, children }: FigureProps) {
  const { language } = useTexts();
  return (
    <section className="figure" aria-label={title} aria-busy={count === undefined}>
      <h2>{title}</h2>
      {count === undefined ? (
        <span className="figure-wait" aria-hidden="true" />
      ) : (
        <Link {...link} className="figure-count" title={formatWhole(count, language)}>
          {formatCount(count, language)}
        </Link>
      )}
      <div className="quiet">{children}</div>
    </section>
  );
}

function LevelCounts({ open }: { readonly open: Situation["alerts"]["open"] }) {
  const { language } = useTexts();
  const counts = LEVELS_DOWN.flatMap((level) => open.filter((one) => one.level === level));
  return (
    <ul className="level-counts">
      {counts.map(({ level, count }) => (
        <li key={level}>
          <Link to="/alerts" search={{ level }}>
            <Severity level={level} /> {formatCount(count, language)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
