// SPDX-License-Identifier: Apache-2.0
/** One case with an address of its own: the same content as beside the list. */
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { CasePanel } from "./case-panel.tsx";

export function CasePage() {
  const navigate = useNavigate();
  const { caseId } = useParams({ from: "/inside/cases/$caseId" });
  const { tab } = useSearch({ from: "/inside/cases/$caseId" });
  return (
    <div className="page alone">
      <CasePanel
        key={caseId}
        id={caseId}
        tab={tab}
        onTab={(next) => void navigate({ to: "/cases/$caseId", params: { caseId }, search: { tab: next } })}
        onClose={() => void navigate({ to: "/cases", search: {} })}
        isAlone
      />
    </div>
  );
}
