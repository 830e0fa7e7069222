// SPDX-License-Identifier: Apache-2.0
/** Checks by the hub: their outcome, and what each covered, so that it can be judged. */
import type { CheckCoverage, OrderDetail } from "@fengsui/contract";
import { useTexts } from "../../app/use-texts.ts";
import { exactTime } from "../../parts/time.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { OUTCOME_SAYS, OUTCOME_TEXT } from "./words.ts";

export function OrderChecks({ detail: { checks } }: { readonly detail: OrderDetail }) {
  const { t } = useTexts();
  if (checks.length === 0) return null;
  return (
    <section aria-label={t("order.checks")}>
      <h3>{t("order.checks")}</h3>
      {checks.toReversed().map((check) => (
        <article key={check.id} className="event">
          <header>
            <strong>
              {t(check.outcome === null ? "order.check.underWay" : OUTCOME_TEXT[check.outcome])}
            </strong>
            <span className="grow" />
            <TimeAgo at={check.finishedAt ?? check.createdAt} />
          </header>
          {check.outcome !== null && <p>{t(OUTCOME_SAYS[check.outcome])}</p>}
          {check.coverage !== null && <Coverage coverage={check.coverage} />}
        </article>
      ))}
    </section>
  );
}

function Coverage({ coverage }: { readonly coverage: CheckCoverage }) {
  const { t } = useTexts();
  const { from, to, alerts, falsePositives, rulesOff, hosts } = coverage;
  return (
    <>
      <p className="quiet">
        {exactTime(from)} – {exactTime(to)} ·{" "}
        {t("order.check.counts", { alerts, falsePositives, rulesOff: rulesOff.length })}
      </p>
      <table className="fields">
        <thead>
          <tr>
            <th scope="col">{t("entity.host")}</th>
            <th scope="col">{t("order.check.events")}</th>
            <th scope="col">{t("order.check.silence")}</th>
          </tr>
        </thead>
        <tbody>
          {hosts.flatMap(({ host, sources }) =>
            sources.map((source) => (
              <tr key={`${host}\0${source.sourceId}`}>
                <th scope="row">{host}</th>
                <td>{source.events}</td>
                <td>
                  {source.longestSilenceMinutes}
                  {!source.wasAlive && ` · ${t("order.check.silent")}`}
                </td>
              </tr>
            )),
          )}
          {hosts
            .filter(({ sources }) => sources.length === 0)
            .map(({ host }) => (
              <tr key={host}>
                <th scope="row">{host}</th>
                <td>–</td>
                <td>{t("order.check.unheard")}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
}
