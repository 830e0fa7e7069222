// SPDX-License-Identifier: Apache-2.0
/** One system with an address of its own: the same content as beside the list. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { SystemPanel } from "./system-panel.tsx";

export function SystemPage() {
  const navigate = useNavigate();
  const { systemId } = useParams({ from: "/inside/ledger/systems/$systemId" });
  return (
    <div className="page alone">
      <SystemPanel
        key={systemId}
        id={systemId}
        onClose={() => void navigate({ to: "/ledger/systems", search: {} })}
        isAlone
      />
    </div>
  );
}
