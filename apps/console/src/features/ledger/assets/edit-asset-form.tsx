// SPDX-License-Identifier: Apache-2.0
/** An asset renamed, noted on, or given to a system. Only what was changed is sent. */
import type { Asset } from "@fengsui/contract";
import { Button } from "antd";
import { z } from "zod";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useFormDraft } from "../../../parts/use-form-draft.ts";
import { useLedgerAct } from "../queries.ts";
import { AssetFields } from "./asset-fields.tsx";

export const ASSET_FIELDS = z.object({ name: z.string(), note: z.string(), systemId: z.string() });

interface FormProps {
  readonly asset: Asset;
  readonly onDone: () => void;
}

export function EditAssetForm({ asset, onDone }: FormProps) {
  const { t } = useTexts();
  const { id, name, note, systemId, organisationId, changedAt } = asset;
  const before = { name, note, systemId: systemId ?? "" };
  const draft = useFormDraft(`asset.${id}.${changedAt}`, ASSET_FIELDS, before);
  const change = useLedgerAct((wanted: Parameters<typeof hub.ledger.assets.change>[1]) =>
    hub.ledger.assets.change(id, wanted),
  );
  const { value } = draft;
  const wanted = {
    ...(value.name.trim() !== before.name && { name: value.name.trim() }),
    ...(value.note.trim() !== before.note && { note: value.note.trim() }),
    ...(value.systemId !== before.systemId && { systemId: value.systemId === "" ? null : value.systemId }),
  };
  const done = () => {
    draft.forget();
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(wanted).length === 0) done();
        else change.mutate(wanted, { onSuccess: done });
      }}
    >
      <AssetFields organisationId={organisationId} value={value} onChange={draft.set} />
      {change.error !== null && <ProblemNotice error={change.error} />}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={value.name.trim() === ""}
          loading={change.isPending}
        >
          {t("action.save")}
        </Button>
      </div>
    </form>
  );
}
