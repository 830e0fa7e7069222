// SPDX-License-Identifier: Apache-2.0
/** One asset with an address of its own: the same content as beside the list. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { AssetPanel } from "./asset-panel.tsx";

export function AssetPage() {
  const navigate = useNavigate();
  const { assetId } = useParams({ from: "/inside/ledger/assets/$assetId" });
  return (
    <div className="page alone">
      <AssetPanel
        key={assetId}
        id={assetId}
        onClose={() => void navigate({ to: "/ledger/assets", search: {} })}
        isAlone
      />
    </div>
  );
}
