// SPDX-License-Identifier: Apache-2.0
/** Requests, each with how it stands; those that wait for one's answer can be answered. */
import type { SharingRequest } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { AnswerForm } from "./answer-form.tsx";

interface RowsProps {
  readonly title: string;
  readonly rows: readonly SharingRequest[];
  readonly isToAnswer: boolean;
}

const STATE_TEXT: Readonly<Record<SharingRequest["state"], TextKey>> = {
  asked: "sharing.request.waiting",
  granted: "sharing.request.granted",
  refused: "sharing.request.refused",
  ignored: "sharing.request.ignored",
  expired: "sharing.request.expired",
};

export function RequestRows({ title, rows, isToAnswer }: RowsProps) {
  const { t } = useTexts();
  const [answering, setAnswering] = useState<SharingRequest>();
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{t("sharing.request.who")}</th>
            <th scope="col">{t("sharing.request.about")}</th>
            <th scope="col">{t("alerts.state")}</th>
            <th scope="col">{t("sharing.request.askedAt")}</th>
            {isToAnswer && (
              <th scope="col">
                <span className="unseen">{t("alert.acts")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{row.organisationName}</td>
              <td>
                <About row={row} />
                <br />
                <span className="quiet">{row.reason}</span>
              </td>
              <td>
                {t(STATE_TEXT[row.state])}
                {row.answerReason !== null && row.answerReason !== "" && (
                  <>
                    <br />
                    <span className="quiet">{row.answerReason}</span>
                  </>
                )}
              </td>
              <td>
                <TimeAgo at={row.askedAt} />
              </td>
              {isToAnswer && (
                <td className="acts-cell">
                  {row.state === "asked" && (
                    <Button
                      size="small"
                      aria-label={t("sharing.request.answer.of", { name: row.organisationName })}
                      onClick={() => setAnswering(row)}
                    >
                      {t("sharing.request.answer")}
                    </Button>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {answering !== undefined && <AnswerForm request={answering} onClose={() => setAnswering(undefined)} />}
    </section>
  );
}

function About({ row }: { readonly row: SharingRequest }) {
  if (row.subjectId === null) return <span className="breaks">{row.about}</span>;
  if (row.kind === "group")
    return (
      <Link to="/sharing" search={{ open: row.subjectId }}>
        {row.about}
      </Link>
    );
  return (
    <Link to="/cases/$caseId" params={{ caseId: row.subjectId }} search={{}}>
      {row.about}
    </Link>
  );
}
