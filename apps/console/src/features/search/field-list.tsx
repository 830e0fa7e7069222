// SPDX-License-Identifier: Apache-2.0
/** The fields of what was found: which values each has, and whether it is a column. */
import type { Event, EventFilter } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useMemo, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { formatCount, formatWhole } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { fieldNames } from "./event-value.ts";
import { valuesQuery } from "./queries.ts";
import type { PivotTo } from "./view.ts";

interface FieldListProps {
  readonly events: readonly Event[] | undefined;
  readonly filter: EventFilter;
  readonly columns: readonly string[];
  readonly onToggle: (name: string) => void;
  readonly onPivot: (to: PivotTo) => void;
}

const MAX_SHOWN = 200;

export function FieldList({ events, filter, columns, onToggle, onPivot }: FieldListProps) {
  const { t } = useTexts();
  const [typed, setTyped] = useState("");
  const [open, setOpen] = useState<string>();
  const names = useMemo(() => fieldNames(events ?? []), [events]);
  const wanted = typed.trim().toLowerCase();
  const shown = names.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MAX_SHOWN);
  const [isWide] = useState(() => window.matchMedia("(min-width: 1081px)").matches);
  return (
    <details className="field-list" open={isWide}>
      <summary>{t("fields.title")}</summary>
      <Input
        size="small"
        aria-label={t("fields.find")}
        placeholder={t("fields.find")}
        allowClear
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <ul>
        {shown.map(({ name }) => (
          <li key={name}>
            <div className="field-name">
              <button
                type="button"
                className="plain"
                aria-expanded={open === name}
                title={name}
                onClick={() => setOpen(open === name ? undefined : name)}
              >
                {name}
              </button>
              <button
                type="button"
                className="plain field-toggle"
                aria-pressed={columns.includes(name)}
                aria-label={t(columns.includes(name) ? "fields.remove" : "fields.add", { name })}
                title={t(columns.includes(name) ? "fields.remove" : "fields.add", { name })}
                onClick={() => onToggle(name)}
              >
                {columns.includes(name) ? "−" : "+"}
              </button>
            </div>
            {open === name && <TopValues filter={filter} name={name} onPivot={onPivot} />}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface TopValuesProps {
  readonly filter: EventFilter;
  readonly name: string;
  readonly onPivot: (to: PivotTo) => void;
}

function TopValues({ filter, name, onPivot }: TopValuesProps) {
  const { t, language } = useTexts();
  const { data, error, refetch } = useQuery(valuesQuery(filter, name));
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined)
    return (
      <div className="card-skeleton skeleton" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
    );
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  return (
    <div className="values">
      <ol>
        {data.values.map(({ value, count }) => (
          <li key={value}>
            <span className="value-text" title={`${value}\n${formatWhole(count, language)}`}>
              {value}
            </span>
            <span className="value-share">{percent.format(count / data.events)}</span>
            <span className="value-acts">
              <button
                type="button"
                className="plain"
                aria-label={t("pivot.add.of", { name, value })}
                title={t("pivot.add")}
                onClick={() => onPivot({ field: name, value, how: "add" })}
              >
                +
              </button>
              <button
                type="button"
                className="plain"
                aria-label={t("pivot.exclude.of", { name, value })}
                title={t("pivot.exclude")}
                onClick={() => onPivot({ field: name, value, how: "exclude" })}
              >
                −
              </button>
            </span>
            <span className="bar" aria-hidden="true">
              <span style={{ width: `${Math.max(1, (100 * count) / data.events)}%` }} />
            </span>
          </li>
        ))}
      </ol>
      <p className="quiet">
        {t(data.isPartial ? "fields.statistics.newest" : "fields.statistics", {
          distinct: formatCount(data.distinct, language),
          present: formatCount(data.present, language),
          events: formatCount(data.events, language),
        })}
      </p>
    </div>
  );
}
