// SPDX-License-Identifier: Apache-2.0
/** Which rules and which hosts the alerts are about, each with a bar as long as its part of the first. */

import type { Situation } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { Card, CardSkeleton } from "../../parts/card.tsx";
import { formatCount } from "../../parts/number.ts";
import { useRuleTitle } from "../../parts/rule-title.ts";
import { type Level, Severity } from "../../parts/severity.tsx";
import { spanSearch, type Window } from "./view.ts";

const SHOWN = 6;

interface TopRow {
  readonly key: string;
  readonly name: string;
  /** Techniques have none. */
  readonly level?: Level;
  readonly count: number;
  readonly open: number;
  readonly search: Readonly<Record<string, string>>;
}

interface ListProps<Row> {
  readonly rows: readonly Row[] | undefined;
  readonly at: Window | undefined;
}

export function TopRules({ rows, at }: ListProps<Situation["topRules"][number]>) {
  const { t } = useTexts();
  const titleOf = useRuleTitle();
  return (
    <TopList
      title={t("situation.topRules")}
      rows={rows?.map(({ ruleId, title, ...row }) => ({
        ...row,
        key: ruleId,
        name: titleOf(title),
        search: { state: "all", rule: ruleId, ...(at && spanSearch(at)) },
      }))}
    />
  );
}

export function TopEntities({ rows, at }: ListProps<Situation["topEntities"][number]>) {
  const { t } = useTexts();
  return (
    <TopList
      title={t("situation.topEntities")}
      rows={rows?.map(({ entity, entityKind, worst, ...row }) => ({
        ...row,
        key: `${entityKind} ${entity}`,
        name: entity,
        level: worst,
        search: { state: "all", host: entity, ...(at && spanSearch(at)) },
      }))}
    />
  );
}

interface TechniquesProps extends ListProps<Situation["techniques"][number]> {
  /** Whether there are any that could name one. */
  readonly hasAlerts: boolean;
}

export function TopTechniques({ rows, at, hasAlerts }: TechniquesProps) {
  const { t } = useTexts();
  return (
    <TopList
      title={t("situation.techniques")}
      {...(hasAlerts && { none: t("situation.techniques.none") })}
      rows={rows?.map(({ technique, ...row }) => ({
        ...row,
        key: technique,
        name: technique,
        search: { state: "all", technique, ...(at && spanSearch(at)) },
      }))}
    />
  );
}

interface TopListProps {
  readonly title: string;
  readonly rows: readonly TopRow[] | undefined;
  readonly none?: string;
}

function TopList({ title, rows, none }: TopListProps) {
  const { t, language } = useTexts();
  const largest = rows?.[0]?.count ?? 1;
  return (
    <Card title={title}>
      {rows === undefined && <CardSkeleton lines={6} />}
      {rows?.length === 0 && <p className="quiet">{none ?? t("situation.noAlerts")}</p>}
      {rows !== undefined && rows.length > 0 && (
        <ol className="top-list">
          {rows.slice(0, SHOWN).map(({ key, name, level, count, open, search }) => (
            <li key={key}>
              {level === undefined ? <span /> : <Severity level={level} isShort />}
              <Link to="/alerts" search={search} title={name}>
                {name}
              </Link>
              <span className="bar" aria-hidden="true">
                <span style={{ width: `${Math.max(2, (100 * count) / largest)}%` }} />
              </span>
              <span className="top-count">{formatCount(count, language)}</span>
              <span className="quiet top-open">{t("situation.ofOpen", { count: open })}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
