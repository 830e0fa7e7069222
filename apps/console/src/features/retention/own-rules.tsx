// SPDX-License-Identifier: Apache-2.0
/** The rules of an organisation, as a form for who may change them, with a look at what would go. */
import type { Retention } from "@fengsui/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { z } from "zod";
import { hub } from "../../app/hub.ts";
import { useIsAtLeast } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { useAct } from "../../parts/use-act.ts";
import { useFormDraft } from "../../parts/use-form-draft.ts";
import { PreviewOutcome } from "./preview-outcome.tsx";
import { RETENTION_KEY, retentionQuery } from "./queries.ts";
import { RuleRows } from "./rule-rows.tsx";
import { areSame, readRules, TYPED_RULE, toTyped } from "./view.ts";

interface OwnRulesProps {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly mayChange: boolean;
}

export function OwnRules({ organisation, mayChange }: OwnRulesProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(retentionQuery(organisation.id));
  return (
    <section className="retention-part" aria-label={t("retention.own", { name: organisation.name })}>
      <h2>{t("retention.own", { name: organisation.name })}</h2>
      <p className="quiet">
        {data?.defaultDays == null
          ? t("retention.default.ever")
          : t("retention.default", { days: data.defaultDays })}
        {data !== undefined && data.floorDays > 0 && ` ${t("retention.floor", { days: data.floorDays })}`}
      </p>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <RulesForm key={JSON.stringify(data.rules)} retention={data} mayChange={mayChange} />
      )}
    </section>
  );
}

const DRAFT = z.object({ rows: z.array(TYPED_RULE) });

function RulesForm({ retention, mayChange }: { readonly retention: Retention; readonly mayChange: boolean }) {
  const { t } = useTexts();
  const { organisationId } = retention;
  const draft = useFormDraft(`retention.${organisationId}`, DRAFT, { rows: toTyped(retention.rules) });
  const { rows } = draft.value;
  const preview = useMutation({
    mutationFn: (rules: Rules) => hub.retention.preview(organisationId, { rules }),
  });
  const save = useAct([RETENTION_KEY]);
  const rules = readRules(rows);
  const mayPreview = useIsAtLeast("manager", organisationId);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (rules === undefined) return;
        save.mutate(async () => {
          await hub.retention.change(organisationId, { rules });
          draft.forget();
        });
      }}
    >
      <RuleRows
        rows={rows}
        isFixed={!mayChange}
        onChange={(next) => {
          preview.reset();
          draft.set({ rows: [...next] });
        }}
      />
      {preview.data !== undefined && <PreviewOutcome preview={preview.data} />}
      {(preview.error ?? save.error) !== null && <ProblemNotice error={preview.error ?? save.error} />}
      <div className="act-row">
        {mayPreview && (
          <Button
            disabled={rules === undefined}
            loading={preview.isPending}
            onClick={() => rules !== undefined && preview.mutate(rules)}
          >
            {t("retention.preview")}
          </Button>
        )}
        {mayChange && (
          <Button
            type="primary"
            htmlType="submit"
            disabled={rules === undefined || areSame(rules, retention.rules)}
            loading={save.isPending}
          >
            {t("retention.save")}
          </Button>
        )}
      </div>
    </form>
  );
}

type Rules = NonNullable<ReturnType<typeof readRules>>;
