// SPDX-License-Identifier: Apache-2.0
/** What can be done with an asset: change it, merge another into it, split it, retire it, take it back. */
import type { Asset } from "@fengsui/contract";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useIsAtLeast } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { useLedgerAct } from "../queries.ts";
import { EditAssetForm } from "./edit-asset-form.tsx";
import { MergeForm } from "./merge-form.tsx";
import { SplitForm } from "./split-form.tsx";

type Shown = "nothing" | "edit" | "merge" | "split";

export function AssetActs({ asset }: { readonly asset: Asset }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const mayAct = useIsAtLeast("analyst", asset.organisationId);
  const [shown, setShown] = useState<Shown>("nothing");
  const retire = useLedgerAct((isRetired: boolean) => hub.ledger.assets.change(asset.id, { isRetired }));
  useKeys({ e: () => setShown(mayAct ? "edit" : "nothing") });
  if (!mayAct) return null;
  const isRetired = asset.retiredAt !== null;
  const close = () => setShown("nothing");
  return (
    <section className="acts" aria-label={t("alert.acts")}>
      <div className="act-row">
        <Button onClick={() => setShown("edit")}>{t("ledger.edit")}</Button>
        <Button onClick={() => setShown("merge")}>{t("asset.merge")}</Button>
        {asset.identifiers.length > 1 && (
          <Button onClick={() => setShown("split")}>{t("asset.split")}</Button>
        )}
        <Button loading={retire.isPending} onClick={() => retire.mutate(!isRetired)}>
          {t(isRetired ? "ledger.takeBack" : "ledger.retire")}
        </Button>
      </div>
      {isRetired && <p role="status">{t("asset.isRetired")}</p>}
      {retire.error !== null && <ProblemNotice error={retire.error} />}
      {shown === "edit" && (
        <Dialog title={t("asset.edit")} onClose={close}>
          <EditAssetForm asset={asset} onDone={close} />
        </Dialog>
      )}
      {shown === "merge" && (
        <Dialog title={t("asset.merge")} onClose={close}>
          <MergeForm asset={asset} onDone={close} />
        </Dialog>
      )}
      {shown === "split" && (
        <Dialog title={t("asset.split")} onClose={close}>
          <SplitForm
            asset={asset}
            onDone={({ id }) => void navigate({ to: "/ledger/assets/$assetId", params: { assetId: id } })}
          />
        </Dialog>
      )}
    </section>
  );
}
