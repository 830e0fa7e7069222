// SPDX-License-Identifier: Apache-2.0
/** One case rule: what it is about, the cases that it made, and changing it. */
import type { CaseRule } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { useIsAtLeast } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Fact } from "../../parts/fact.tsx";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { Panel } from "../../parts/panel.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { LEVEL_TEXT } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { RuleTitle } from "../suppressions/rule-title.tsx";
import { CaseRuleForm } from "./case-rule-form.tsx";

interface PanelProps {
  readonly rule: CaseRule;
  readonly onClose: () => void;
}

export function CaseRulePanel({ rule, onClose }: PanelProps) {
  const { t } = useTexts();
  const mayChange = useIsAtLeast("analyst", rule.organisationId);
  return (
    <Panel
      label={t("caseRules.one")}
      head={t(rule.isEnabled ? "caseRules.on" : "caseRules.off")}
      onClose={onClose}
    >
      <h2 className="panel-title">{rule.name}</h2>
      <dl className="facts">
        <Fact name={t("organisation.label")}>
          <OrganisationName id={rule.organisationId} />
        </Fact>
        <Fact name={t("caseRules.since")}>
          <TimeAgo at={rule.since} />
        </Fact>
        <Fact name={t("suppressions.by")}>
          <PersonName id={rule.createdBy} />
        </Fact>
      </dl>
      <Link to="/cases" search={{ rule: rule.id, state: "all" }}>
        {t("caseRules.itsCases")}
      </Link>
      {mayChange ? <CaseRuleForm key={rule.changedAt} rule={rule} /> : <Condition rule={rule} />}
    </Panel>
  );
}

/** For who may read it alone. */
function Condition({ rule }: { readonly rule: CaseRule }) {
  const { t } = useTexts();
  return (
    <dl className="facts">
      {rule.ruleIds.length > 0 && (
        <Fact name={t("nav.rules")}>
          {rule.ruleIds.map((id) => (
            <span key={id} className="line">
              <RuleTitle id={id} />
            </span>
          ))}
        </Fact>
      )}
      {rule.lowestLevel !== null && (
        <Fact name={t("caseRules.lowestLevel")}>{t(LEVEL_TEXT[rule.lowestLevel])}</Fact>
      )}
      {rule.entities.length > 0 && <Fact name={t("alerts.host")}>{rule.entities.join(", ")}</Fact>}
      <Fact name={t("caseRules.groupHours")}>{rule.groupHours}</Fact>
    </dl>
  );
}
