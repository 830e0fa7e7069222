// SPDX-License-Identifier: Apache-2.0
/** One alert with an address of its own: the same content as beside the list. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { AlertPanel } from "./alert-panel.tsx";

export function AlertPage() {
  const navigate = useNavigate();
  const { alertId } = useParams({ from: "/inside/alerts/$alertId" });
  return (
    <div className="page alone">
      <AlertPanel id={alertId} onClose={() => void navigate({ to: "/alerts", search: {} })} isAlone />
    </div>
  );
}
