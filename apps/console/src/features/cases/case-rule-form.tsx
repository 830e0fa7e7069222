// SPDX-License-Identifier: Apache-2.0
/** A case rule, new or changed: about which alerts, what makes one case of them; and first what it would have done. */
import type { CaseRule } from "@fengsui/contract";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { hub } from "../../app/hub.ts";
import { useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useFormDraft } from "../../parts/use-form-draft.ts";
import {
  CASE_RULE_DRAFT,
  type CaseRuleDraft,
  conditionOf,
  draftOf,
  hasCondition,
} from "./case-rule-draft.ts";
import { CaseRuleFields } from "./case-rule-fields.tsx";
import { CaseRuleOutcome } from "./case-rule-outcome.tsx";
import { CASE_RULES_KEY } from "./queries.ts";

const DAYS = 7;

interface FormProps {
  /** New without one. */
  readonly rule?: CaseRule;
  readonly onDone?: (rule: CaseRule) => void;
}

export function CaseRuleForm({ rule, onDone }: FormProps) {
  const { t } = useTexts();
  const own = useOrganisationsAs("analyst")[0]?.id ?? "";
  const draft = useFormDraft<CaseRuleDraft>(
    `case-rule.${rule?.id ?? ""}`,
    CASE_RULE_DRAFT,
    draftOf(rule, own),
  );
  const { value, set, forget } = draft;
  const act = useAct([CASE_RULES_KEY]);
  const preview = useMutation({
    mutationFn: () =>
      hub.caseRules.preview({ organisationId: value.organisationId, ...conditionOf(value), days: DAYS }),
  });
  const save = async () => {
    const { name, assigneeId, organisationId } = value;
    const fields = { name, assigneeId: assigneeId === "" ? null : assigneeId, ...conditionOf(value) };
    const saved =
      rule === undefined
        ? await hub.caseRules.create({ organisationId, ...fields })
        : await hub.caseRules.change(rule.id, fields);
    forget();
    onDone?.(saved);
  };
  const isAbout = hasCondition(value);
  return (
    <form
      aria-label={t("caseRules.one")}
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(save);
      }}
    >
      <CaseRuleFields
        value={value}
        isNew={rule === undefined}
        set={(change) => {
          preview.reset();
          set(change);
        }}
      />
      {preview.data !== undefined && <CaseRuleOutcome preview={preview.data} days={DAYS} />}
      {(preview.error ?? act.error) !== null && <ProblemNotice error={preview.error ?? act.error} />}
      {!isAbout && <p className="quiet">{t("caseRules.conditionless")}</p>}
      <div className="act-row">
        <Button disabled={!isAbout} loading={preview.isPending} onClick={() => preview.mutate()}>
          {t("caseRules.preview")}
        </Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={!isAbout || value.name.trim() === ""}
          loading={act.isPending}
        >
          {t(rule === undefined ? "caseRules.create" : "action.save")}
        </Button>
      </div>
      <small className="quiet">{t("caseRules.fromNow")}</small>
    </form>
  );
}
