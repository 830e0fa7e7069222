// SPDX-License-Identifier: Apache-2.0
/** A look back that is asked for: with which rules, over which time. */
import type { Retrospection } from "@fengsui/contract";
import { Button, Select } from "antd";
import { useState } from "react";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { isoRange, lastSpan, resolveRange } from "../../parts/time-range.ts";
import { TimeRangeControl } from "../../parts/time-range-control.tsx";
import { RulesSelect } from "../rules/rules-select.tsx";
import { useStartRetrospection } from "./queries.ts";

interface FormProps {
  readonly ruleId?: string;
  readonly onDone: (started: Retrospection) => void;
}

export function StartForm({ ruleId, onDone }: FormProps) {
  const { t } = useTexts();
  const organisations = useSession().organisations.filter(({ role }) => role !== "viewer");
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? "");
  const [ruleIds, setRuleIds] = useState<readonly string[]>(ruleId === undefined ? [] : [ruleId]);
  const [range, setRange] = useState(lastSpan("30d"));
  const start = useStartRetrospection();
  const send = () => {
    const interval = resolveRange(range, Date.now());
    const times = interval === undefined ? { from: null, to: null } : isoRange(interval);
    start.mutate({ organisationId, ruleIds: [...ruleIds], ...times }, { onSuccess: onDone });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field label={t("nav.rules")} help={t("retro.rules.help")}>
        {(ids) => <RulesSelect ids={ids} ruleIds={ruleIds} onChange={setRuleIds} />}
      </Field>
      <div className="field">
        <span className="field-label">{t("retro.span")}</span>
        <div>
          <TimeRangeControl range={range} hasAny onChange={setRange} />
        </div>
      </div>
      {organisations.length > 1 && (
        <Field label={t("organisation.label")}>
          {(ids) => (
            <Select
              {...ids}
              value={organisationId}
              options={organisations.map(({ id, name: label }) => ({ value: id, label }))}
              onChange={setOrganisationId}
            />
          )}
        </Field>
      )}
      {start.error !== null && <ProblemNotice error={start.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={ruleIds.length === 0} loading={start.isPending}>
          {t("retro.start.act", { count: ruleIds.length })}
        </Button>
      </div>
    </form>
  );
}
