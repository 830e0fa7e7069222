// SPDX-License-Identifier: Apache-2.0
/** What is known of a case: whose it is, since when, who sees it; how it was decided, and where it went. */
import type { Case, CaseDetail } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Fact } from "../../parts/fact.tsx";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { ReasonForm } from "../../parts/reason-form.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { TlpChip } from "../../parts/tlp.tsx";
import { useAct } from "../../parts/use-act.ts";
import { VERDICT_TEXT } from "../../parts/words.ts";
import { CaseLink } from "./case-link.tsx";
import { CASE_CHANGES, caseRulesQuery } from "./queries.ts";
import { caseName } from "./view.ts";

export function CaseFacts({ detail: { case: one, merged } }: { readonly detail: CaseDetail }) {
  const { t } = useTexts();
  return (
    <dl className="facts">
      <Fact name={t("organisation.label")}>
        <OrganisationName id={one.organisationId} />
      </Fact>
      <Fact name={t("alerts.assignee")}>
        <PersonName id={one.assigneeId} />
      </Fact>
      <Fact name={t("case.opened")}>
        <TimeAgo at={one.createdAt} /> · <CaseOrigin one={one} />
      </Fact>
      <Fact name={t("case.changed")}>
        <TimeAgo at={one.changedAt} />
      </Fact>
      {one.entity !== null && <Fact name={t("case.groupedBy")}>{one.entity === "" ? "–" : one.entity}</Fact>}
      <Fact name={t("case.seenBy")}>
        {one.marking === null ? t("case.seenBy.own") : <TlpChip marking={one.marking} />}
      </Fact>
      {merged.length > 0 && (
        <Fact name={t("case.mergedHere")}>
          {merged.map(({ id, reference, title }) => (
            <Link key={id} to="/cases/$caseId" params={{ caseId: id }} search={{}} className="line">
              {caseName({ reference, title })}
            </Link>
          ))}
        </Fact>
      )}
    </dl>
  );
}

/** Who made it: a person, or a case rule by its name. */
function CaseOrigin({ one }: { readonly one: Case }) {
  const { t } = useTexts();
  const { data } = useQuery({ ...caseRulesQuery, enabled: one.caseRuleId !== null });
  if (one.caseRuleId === null) return <PersonName id={one.createdBy} />;
  const name = data?.find(({ id }) => id === one.caseRuleId)?.name;
  return name === undefined ? t("case.byRule") : t("case.byRule.named", { name });
}

export function CaseDecision({ decision }: { readonly decision: NonNullable<Case["decision"]> }) {
  const { t } = useTexts();
  const { verdict, reason, personId, decidedAt } = decision;
  return (
    <section className="closing" aria-label={t("case.decision")}>
      <h3>{t("alert.closedAs", { verdict: t(VERDICT_TEXT[verdict]) })}</h3>
      <p className="said">{reason}</p>
      <p className="quiet">
        <PersonName id={personId} /> · <TimeAgo at={decidedAt} />
      </p>
    </section>
  );
}

interface MergedProps {
  readonly one: Case;
  readonly mayWork: boolean;
}

/** Where it is worked on now, and taking it apart again. */
export function CaseMerged({ one, mayWork }: MergedProps) {
  const { t } = useTexts();
  const act = useAct(CASE_CHANGES);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className="closing" aria-label={t("case.merged")}>
      {one.mergedIntoId === null ? (
        <p>{t("case.merged.elsewhere")}</p>
      ) : (
        <p>
          {t("case.merged.says")} <CaseLink id={one.mergedIntoId} />
        </p>
      )}
      {mayWork && (
        <div className="act-row">
          <Button onClick={() => setIsOpen(true)}>{t("case.unmerge")}</Button>
        </div>
      )}
      {isOpen && (
        <Dialog title={t("case.unmerge")} onClose={() => setIsOpen(false)}>
          <ReasonForm
            name={`case.unmerge.${one.id}`}
            says={<p>{t("case.unmerge.says")}</p>}
            label={t("reason.label")}
            act={t("case.unmerge.act")}
            isBusy={act.isPending}
            error={act.error}
            onSend={(reason, forget) => act.mutate(() => hub.cases.unmerge(one.id, reason).then(forget))}
          />
        </Dialog>
      )}
    </section>
  );
}
