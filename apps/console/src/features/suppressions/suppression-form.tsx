// SPDX-License-Identifier: Apache-2.0
/** A new suppression: about what, why, until when; and before it holds, what it would have silenced. */
import type { Suppression } from "@fengsui/contract";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useSession } from "../../app/session.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import type { FieldValue } from "../../parts/event-fields.ts";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { ConditionRows } from "./condition-rows.tsx";
import { PreviewOutcome } from "./preview-outcome.tsx";
import { usePreview, useSuppress } from "./queries.ts";
import { RuleSelect } from "./rule-select.tsx";
import { conditionsOf, EXPIRIES, type Expiry, expiryTime, type FormCondition } from "./view.ts";

const EXPIRY_TEXT: Readonly<Record<Expiry, TextKey>> = {
  "1d": "expiry.day",
  "7d": "expiry.week",
  "30d": "expiry.month",
  "90d": "expiry.quarter",
};

export interface SuppressionStart {
  readonly organisationId: string;
  readonly rule: { readonly id: string; readonly title: string };
  /** What can be said of the alert, to be ticked. */
  readonly offered: readonly FieldValue[];
}

interface FormProps {
  /** From an alert; blank without. */
  readonly start?: SuppressionStart;
  readonly onDone: (suppression: Suppression) => void;
}

export function SuppressionForm({ start, onDone }: FormProps) {
  const { t } = useTexts();
  const organisations = useSession().organisations.filter(({ role }) => role !== "viewer");
  const [organisationId, setOrganisationId] = useState(start?.organisationId ?? organisations[0]?.id ?? "");
  const [rule, setRule] = useState(start?.rule);
  const [rows, setRows] = useState<readonly FormCondition[]>([]);
  const [reason, setReason] = useState("");
  const [expiry, setExpiry] = useState<Expiry>("7d");
  const preview = usePreview();
  const suppress = useSuppress();
  const conditions = conditionsOf(rows);
  const isAbout = rule !== undefined || conditions.length > 0;
  const scope = { organisationId, ruleId: rule?.id ?? null, conditions };
  const changed =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      preview.reset();
      set(value);
    };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        suppress.mutate(
          { ...scope, reason: reason.trim(), expiresAt: expiryTime(expiry, Date.now()) },
          { onSuccess: onDone },
        );
      }}
    >
      {organisations.length > 1 && start === undefined && (
        <Field label={t("organisation.label")}>
          {(ids) => (
            <Select
              {...ids}
              value={organisationId}
              options={organisations.map(({ id, name: label }) => ({ value: id, label }))}
              onChange={changed(setOrganisationId)}
            />
          )}
        </Field>
      )}
      <Field label={t("rules.title")} help={t("suppressions.rule.help")}>
        {(ids) => <RuleSelect ids={ids} rule={rule} onChange={changed(setRule)} />}
      </Field>
      <ConditionRows rows={rows} offered={start?.offered ?? []} onChange={changed(setRows)} />
      <Field label={t("suppressions.reason")} help={t("suppressions.reason.help")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            autoSize={{ minRows: 1, maxRows: 4 }}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      <div className="field">
        <span className="field-label">{t("suppressions.expiry")}</span>
        <Choices
          label={t("suppressions.expiry")}
          value={expiry}
          choices={EXPIRIES.map((value) => ({ value, label: t(EXPIRY_TEXT[value]) }))}
          onChange={setExpiry}
        />
      </div>
      {preview.data !== undefined && <PreviewOutcome preview={preview.data} />}
      {(preview.error ?? suppress.error) !== null && (
        <ProblemNotice error={preview.error ?? suppress.error} />
      )}
      <div className="act-row">
        <Button
          disabled={!isAbout}
          loading={preview.isPending}
          onClick={() => preview.mutate({ ...scope, days: PREVIEW_DAYS })}
        >
          {t("suppressions.preview")}
        </Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={!isAbout || reason.trim() === ""}
          loading={suppress.isPending}
        >
          {t("suppressions.create")}
        </Button>
      </div>
    </form>
  );
}

const PREVIEW_DAYS = 7;
