// SPDX-License-Identifier: Apache-2.0
/** What was answered, what more time was asked for, and what proved the measure. */
import type { OrderDetail } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { PersonName } from "../../parts/person-name.tsx";
import { exactTime } from "../../parts/time.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { deadlineText } from "./view.ts";
import { EXTENSION_TEXT } from "./words.ts";

export function OrderAnswers({ detail }: { readonly detail: OrderDetail }) {
  const { t } = useTexts();
  const { answers, extensions, proofs, order } = detail;
  return (
    <>
      {proofs.map((proof) => (
        <section key={proof.id} className="closing" aria-label={t("order.proof")}>
          <h3>{t(proof.kind === "review" ? "order.proof.review" : "order.proof.check")}</h3>
          <p className="said">{proof.reason}</p>
          <p className="quiet">
            {proof.reviewedBy !== null && (
              <>
                <PersonName id={proof.reviewedBy} /> ·{" "}
              </>
            )}
            <TimeAgo at={proof.createdAt} />
            {proof.round !== order.round && ` · ${t("order.round", { round: proof.round })}`}
          </p>
        </section>
      ))}
      {answers.length > 0 && (
        <section aria-label={t("order.answers")}>
          <h3>{t("order.answers")}</h3>
          <ul className="comments">
            {answers.map((answer) => (
              <li key={answer.id}>
                <strong>
                  <PersonName id={answer.personId} />
                </strong>{" "}
                <span className="quiet">
                  <TimeAgo at={answer.createdAt} /> ·{" "}
                  {t("order.answer.since", { time: exactTime(answer.doneAt, order.timeZone) })} ·{" "}
                  {t("order.answer.evidence", { count: answer.evidenceIds.length })}
                </span>
                <p>{answer.measure}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {extensions.length > 0 && (
        <section aria-label={t("order.extensions")}>
          <h3>{t("order.extensions")}</h3>
          <ul className="comments">
            {extensions.map((one) => (
              <li key={one.id}>
                <strong>{t(EXTENSION_TEXT[one.state])}</strong>{" "}
                <span className="quiet">
                  {deadlineText({ ...order, deadline: one.grantedUntil ?? one.until })}
                </span>
                <p>{one.reason}</p>
                {one.decisionReason !== null && <p>{one.decisionReason}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
