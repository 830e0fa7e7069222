// SPDX-License-Identifier: Apache-2.0
/** A host that is an asset which the ledger has: the asset gets the name besides. */
import type { HostProposal } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { AssetSelect } from "../asset-select.tsx";
import { useLedgerAct } from "../queries.ts";
import type { Done } from "./use-hosts-act.ts";

interface NameProps {
  readonly host: HostProposal;
  readonly onDone: (done: Done) => void;
}

export function NameAlso({ host, onDone }: NameProps) {
  const { t } = useTexts();
  const { id, name, organisationId, candidates } = host;
  const [assetId, setAssetId] = useState<string>();
  const accept = useLedgerAct(async (chosen: string) => {
    await hub.ledger.hostProposals.accept(id, { assetId: chosen });
    onDone({ kind: "accepted", outcome: { doneIds: [id], refused: [] }, names: new Map([[id, name]]) });
  });
  return (
    <>
      {candidates.length > 0 && (
        <div className="act-row">
          <span>{t("proposals.mayBe")}</span>
          {candidates.map((one) => (
            <Button key={one.id} loading={accept.isPending} onClick={() => accept.mutate(one.id)}>
              {t("proposals.isAsset", { name: one.name })}
            </Button>
          ))}
        </div>
      )}
      <Field label={t("proposals.nameOf")} help={t("proposals.nameOf.help")}>
        {(ids) => (
          <AssetSelect
            ids={ids}
            of={{ organisationId, kind: "host" }}
            value={assetId}
            onChange={setAssetId}
          />
        )}
      </Field>
      {assetId !== undefined && (
        <div className="act-row">
          <Button loading={accept.isPending} onClick={() => accept.mutate(assetId)}>
            {t("proposals.nameOf.act")}
          </Button>
        </div>
      )}
      {accept.error !== null && <ProblemNotice error={accept.error} />}
    </>
  );
}
