// SPDX-License-Identifier: Apache-2.0
/** An event that was pinned, as names and values or as it came. Reading it is written into its custody, so it is asked for. */
import type { Evidence } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { prettyRaw } from "../../parts/event-fields.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { exactTime } from "../../parts/time.ts";
import { pinnedRows } from "./pinned-rows.ts";

interface PinnedProps {
  readonly evidence: Evidence;
  readonly isRaw: boolean;
  readonly onRaw: () => void;
}

export function PinnedEvent({ evidence, isRaw, onRaw }: PinnedProps) {
  const { t } = useTexts();
  const { data: raw, error } = useQuery({
    // Not among what is asked anew: it never changes, and each reading is written down.
    queryKey: ["evidence-content", evidence.id],
    queryFn: ({ signal }) => hub.evidence.text(evidence.id, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (error !== null) return <ProblemNotice error={error} />;
  if (raw === undefined) return <div className="panel-skeleton" aria-hidden="true" />;
  const rows = pinnedRows(evidence.origin, raw);
  return (
    <article className="event">
      <header>
        {evidence.occurredAt !== null && (
          <time dateTime={evidence.occurredAt}>{exactTime(evidence.occurredAt)}</time>
        )}
        <span className="grow" />
        <Button size="small" type="text" aria-pressed={isRaw} onClick={onRaw}>
          {t(isRaw ? "alert.asFields" : "alert.asRaw")}
        </Button>
        <CopyButton text={prettyRaw(raw)} />
      </header>
      {isRaw || rows.length === 0 ? (
        <pre>{prettyRaw(raw)}</pre>
      ) : (
        <table className="fields">
          <caption className="unseen">{t("fields.title")}</caption>
          <tbody>
            {rows.map(({ field, value }) => (
              <tr key={`${field}\0${value}`}>
                <th scope="row">{field}</th>
                <td>{value === "" ? <span className="quiet">""</span> : value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
}
