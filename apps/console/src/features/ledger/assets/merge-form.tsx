// SPDX-License-Identifier: Apache-2.0
/** Another asset becomes part of this one. */
import type { Asset } from "@fengsui/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { AssetSelect } from "../asset-select.tsx";
import { useLedgerAct } from "../queries.ts";

interface FormProps {
  readonly asset: Asset;
  readonly onDone: () => void;
}

export function MergeForm({ asset, onDone }: FormProps) {
  const { t } = useTexts();
  const [otherId, setOtherId] = useState<string>();
  const [reason, setReason] = useState("");
  const merge = useLedgerAct((wanted: { readonly otherId: string; readonly reason: string }) =>
    hub.ledger.assets.merge(asset.id, wanted.otherId, wanted.reason),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (otherId !== undefined) merge.mutate({ otherId, reason: reason.trim() }, { onSuccess: onDone });
      }}
    >
      <p>{t("asset.merge.says", { name: asset.name })}</p>
      <Field label={t("asset.merge.other")}>
        {(ids) => (
          <AssetSelect ids={ids} of={asset} exceptId={asset.id} value={otherId} onChange={setOtherId} />
        )}
      </Field>
      <Field label={t("suppressions.reason")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      {merge.error !== null && <ProblemNotice error={merge.error} />}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={otherId === undefined || reason.trim() === ""}
          loading={merge.isPending}
        >
          {t("asset.merge.act")}
        </Button>
      </div>
    </form>
  );
}
