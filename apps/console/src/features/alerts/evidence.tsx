// SPDX-License-Identifier: Apache-2.0
/** The events that an alert stands on: the fields that matched first and marked, the rest below, raw one key away. */
import type { Alert } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { loadTexts } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { prettyRaw } from "../../parts/event-fields.ts";
import { exactTime } from "../../parts/time.ts";
import { useKeys } from "../../parts/use-keys.ts";
import { PinEvent } from "../cases/pin-event.tsx";
import { ruleQuery } from "../rules/queries.ts";
import { termOf } from "../search/view.ts";
import { Explanation } from "./explanation.tsx";
import type { AlertDetail } from "./queries.ts";
import { evidenceRows, INDICATOR_FIELD, matchedFields } from "./view.ts";

const MetIndicators = lazy(async () => {
  await loadTexts("indicators");
  const { MetIndicators: Met } = await import("../indicators/met-indicators.tsx");
  return { default: Met };
});

type EvidenceEvent = AlertDetail["matches"][number];

interface EvidenceProps {
  readonly alert: Alert;
  readonly matches: AlertDetail["matches"];
  readonly total: number;
}

export function Evidence({ alert, matches, total }: EvidenceProps) {
  const { t } = useTexts();
  const [isRaw, setIsRaw] = useState(false);
  useKeys({ r: () => setIsRaw(!isRaw) });
  return (
    <section aria-label={t("alert.evidence")}>
      <div className="section-head">
        <h3>{t("alert.evidence")}</h3>
        <span className="quiet">{t("alert.evidence.shown", { count: matches.length, total })}</span>
        <span className="grow" />
        <Button size="small" type="text" aria-pressed={isRaw} onClick={() => setIsRaw(!isRaw)}>
          {t(isRaw ? "alert.asFields" : "alert.asRaw")}
        </Button>
      </div>
      {matches.map((event) => (
        <OneEvent key={`${event.eventId} ${event.rule?.id}`} alert={alert} event={event} isRaw={isRaw} />
      ))}
    </section>
  );
}

interface EventProps {
  readonly alert: Alert;
  readonly event: EvidenceEvent;
  readonly isRaw: boolean;
}

function OneEvent({ alert, event, isRaw }: EventProps) {
  const { t } = useTexts();
  const ruleId = event.rule?.id ?? alert.ruleId;
  const isOfList = useIsOfList(event, ruleId);
  return (
    <article className="event">
      <header>
        <time dateTime={event.time}>{exactTime(event.time)}</time>
        {event.rule !== undefined && (
          <Link to="/rules" search={{ open: event.rule.id }} className="quiet">
            {t("alert.foundBy", { title: event.rule.title })}
          </Link>
        )}
        <span className="grow" />
        {event.raw !== undefined && (
          <PinEvent
            event={{ id: event.eventId, time: event.time }}
            organisationId={alert.organisationId}
            caseId={alert.caseId}
          />
        )}
        {event.raw !== undefined && <CopyButton text={event.raw} />}
      </header>
      {isOfList && (
        <Suspense fallback={<p className="quiet">…</p>}>
          <MetIndicators indicators={event.fields[INDICATOR_FIELD]} listId={ruleId} />
        </Suspense>
      )}
      {isRaw && event.raw !== undefined ? (
        <pre>{prettyRaw(event.raw)}</pre>
      ) : (
        <EventFields event={event} isOfList={isOfList} />
      )}
      {event.raw === undefined && <p className="quiet">{t("alert.rawGone")}</p>}
      {event.raw !== undefined && !isOfList && <Explanation alertId={alert.id} eventId={event.eventId} />}
    </article>
  );
}

/** Its rule is a list of indicators, which has no parts to explain. A rule may name a field as a match of a list does. */
function useIsOfList({ fields }: EvidenceEvent, ruleId: string): boolean {
  const mayBe = fields[INDICATOR_FIELD] !== undefined;
  const { data } = useQuery({ ...ruleQuery(ruleId), enabled: mayBe });
  return mayBe && (data === undefined || data.rule.kind === "indicators");
}

const SHOWN_FIELDS = 8;

interface FieldsProps {
  readonly event: EvidenceEvent;
  readonly isOfList: boolean;
}

function EventFields({ event, isOfList }: FieldsProps) {
  const { t } = useTexts();
  const [isWhole, setIsWhole] = useState(false);
  const matched = matchedFields(event.fields, isOfList);
  const rows = evidenceRows(event.raw ?? "", matched);
  const shown = isWhole ? rows : rows.slice(0, Math.max(SHOWN_FIELDS, matched.length));
  return (
    <>
      <table className="fields">
        <tbody>
          {shown.map(({ field, value, isMatched }) => (
            <tr key={`${field}\0${value}`} className={isMatched ? "matched" : undefined}>
              <th scope="row" title={isMatched ? t("alert.matched") : undefined}>
                {field === "" ? t("alert.keyword") : field}
              </th>
              <td>{isMatched ? <mark>{value}</mark> : value}</td>
              <td className="row-acts one">
                {field !== "" && (
                  <Link
                    to="/search"
                    search={{ q: termOf(field, value), from: "now-30d" }}
                    aria-label={t("pivot.only.of", { name: field, value })}
                    title={t("pivot.only")}
                  >
                    ⌕
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <button type="button" className="link" onClick={() => setIsWhole(true)}>
          {t("alert.moreFields", { count: rows.length - shown.length })}
        </button>
      )}
    </>
  );
}
