// SPDX-License-Identifier: Apache-2.0
/** One event: its fields, each a way on, and as it came. */
import type { Event } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { type FieldValue, prettyRaw } from "../../parts/event-fields.ts";
import { formatWhole } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { exactTime } from "../../parts/time.ts";
import { useKeys } from "../../parts/use-keys.ts";
import { PinEvent } from "../cases/pin-event.tsx";
import { sourcesQuery } from "../sources/queries.ts";
import { rowsOf } from "./event-value.ts";
import { eventQuery } from "./queries.ts";
import type { PivotTo } from "./view.ts";

interface PanelProps {
  readonly event: Event;
  readonly columns: readonly string[];
  readonly onToggle: (name: string) => void;
  readonly onPivot: (to: PivotTo) => void;
  readonly onClose: () => void;
}

export function EventPanel({ event: listed, columns, onToggle, onPivot, onClose }: PanelProps) {
  const { t, language } = useTexts();
  const [isRaw, setIsRaw] = useState(false);
  useKeys({ r: () => setIsRaw(!isRaw) });
  // Of a long event the list has only the beginning.
  const isCut = new TextEncoder().encode(listed.raw).length < listed.rawLength;
  const whole = useQuery({ ...eventQuery(listed.id, listed.time), enabled: isCut });
  const event = whole.data ?? listed;
  const rows = rowsOf(event);
  const { data: sources } = useQuery(sourcesQuery);
  const source = sources?.find(({ id }) => id === event.sourceId);
  return (
    <aside className="panel" aria-label={t("search.event")}>
      <header className="panel-head">
        <time dateTime={event.time}>{exactTime(event.time)}</time>
        <span className="grow" />
        <Button size="small" type="text" aria-pressed={isRaw} onClick={() => setIsRaw(!isRaw)}>
          {t(isRaw ? "alert.asFields" : "alert.asRaw")}
        </Button>
        <PinEvent event={{ id: event.id, time: event.time }} organisationId={event.organisationId} />
        <CopyButton text={prettyRaw(event.raw)} />
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      <dl className="facts">
        <div>
          <dt>{t("sources.one")}</dt>
          <dd>{source?.name ?? "–"}</dd>
        </div>
        <div>
          <dt>{t("search.ingested")}</dt>
          <dd>{exactTime(event.ingested)}</dd>
        </div>
        <div>
          <dt>{t("search.size")}</dt>
          <dd>{t("search.bytes", { count: formatWhole(event.rawLength, language) })}</dd>
        </div>
      </dl>
      {whole.error !== null && <ProblemNotice error={whole.error} onRetry={() => void whole.refetch()} />}
      {isRaw || rows.length === 0 ? (
        <pre>{prettyRaw(event.raw)}</pre>
      ) : (
        <EventRows rows={rows} columns={columns} onToggle={onToggle} onPivot={onPivot} />
      )}
    </aside>
  );
}

interface RowsProps extends Pick<PanelProps, "columns" | "onToggle" | "onPivot"> {
  readonly rows: readonly FieldValue[];
}

function EventRows({ rows, columns, onToggle, onPivot }: RowsProps) {
  const { t } = useTexts();
  return (
    <table className="fields pivots">
      <caption className="unseen">{t("fields.title")}</caption>
      <tbody>
        {rows.map(({ field, value }) => (
          <tr key={`${field}\0${value}`}>
            <th scope="row">{field}</th>
            <td>{value === "" ? <span className="quiet">""</span> : value}</td>
            <td className="row-acts">
              <RowAct
                text={t("pivot.add.of", { name: field, value })}
                title={t("pivot.add")}
                sign="+"
                onAct={() => onPivot({ field, value, how: "add" })}
              />
              <RowAct
                text={t("pivot.exclude.of", { name: field, value })}
                title={t("pivot.exclude")}
                sign="−"
                onAct={() => onPivot({ field, value, how: "exclude" })}
              />
              <RowAct
                text={t("pivot.only.of", { name: field, value })}
                title={t("pivot.only")}
                sign="⌕"
                onAct={() => onPivot({ field, value, how: "only" })}
              />
              <RowAct
                text={t(columns.includes(field) ? "fields.remove" : "fields.add", { name: field })}
                title={t(columns.includes(field) ? "fields.remove" : "fields.add", { name: field })}
                sign={columns.includes(field) ? "▣" : "▢"}
                onAct={() => onToggle(field)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface RowActProps {
  readonly text: string;
  readonly title: string;
  readonly sign: string;
  readonly onAct: () => void;
}

function RowAct({ text, title, sign, onAct }: RowActProps) {
  return (
    <button type="button" className="plain" aria-label={text} title={title} onClick={onAct}>
      {sign}
    </button>
  );
}
