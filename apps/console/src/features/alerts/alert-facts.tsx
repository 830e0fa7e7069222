// SPDX-License-Identifier: Apache-2.0
/** What is known of an alert: why it is there, what it is about, whose that is, and what became of it. */
import type { Alert } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Fact } from "../../parts/fact.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { CaseLink } from "../cases/case-link.tsx";
import { LedgerFacts } from "./ledger-facts.tsx";
import { Outcome } from "./outcome.tsx";
import { aroundSearch } from "./view.ts";

const ENTITY_TEXT: Readonly<Record<Alert["entityKind"], TextKey>> = {
  host: "entity.host",
  account: "entity.account",
  address: "entity.address",
  none: "entity.other",
  other: "entity.other",
};

export function AlertWhy({ alert }: { readonly alert: Alert }) {
  const { t } = useTexts();
  if (alert.kind === "source_silent") return <p className="why">{t("alert.why.silent")}</p>;
  return (
    <p className="why">
      {t("alert.why", { count: alert.matchCount })}{" "}
      {alert.retrospectionId !== null ? (
        <Link to="/retrospections" search={{ open: alert.retrospectionId }}>
          {t("alert.retrospective")}
        </Link>
      ) : (
        alert.isRetrospective && t("alert.retrospective")
      )}{" "}
      {alert.suppressionId !== null && (
        <Link to="/suppressions" search={{ open: alert.suppressionId, state: "all" }}>
          {t("alert.suppressed")}
        </Link>
      )}
    </p>
  );
}

export function AlertFacts({ alert }: { readonly alert: Alert }) {
  const { t } = useTexts();
  return (
    <dl className="facts">
      <Fact name={t(ENTITY_TEXT[alert.entityKind])}>
        <Entity alert={alert} />
      </Fact>
      <LedgerFacts alert={alert} />
      <Fact name={t("alert.first")}>
        <TimeAgo at={alert.firstEventAt} />
      </Fact>
      <Fact name={t("alerts.last")}>
        <TimeAgo at={alert.lastEventAt} />
      </Fact>
      <Fact name={t("alerts.assignee")}>
        <PersonName id={alert.assigneeId} />
      </Fact>
      {alert.caseId !== null && (
        <Fact name={t("case.label")}>
          <CaseLink id={alert.caseId} />
        </Fact>
      )}
      <Fact name={t("alerts.state")}>
        <Outcome alert={alert} />
      </Fact>
    </dl>
  );
}

function Entity({ alert }: { readonly alert: Alert }) {
  const { t } = useTexts();
  const { entity, sourceId } = alert;
  if (sourceId !== null)
    return (
      <Link to="/sources" search={{ open: sourceId }}>
        {entity === "" ? t("sources.one") : entity}
      </Link>
    );
  if (entity === "") return "–";
  return (
    <Link to="/search" search={aroundSearch(alert)} title={t("alert.around")}>
      {entity}
    </Link>
  );
}
