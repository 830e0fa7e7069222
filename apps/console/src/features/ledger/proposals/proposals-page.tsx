// SPDX-License-Identifier: Apache-2.0
/** What the hub proposes for the ledger: hosts that logs tell of, and pairs of assets that may be one. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Choices } from "../../../parts/choices.tsx";
import { PROPOSAL_VIEWS, type ProposalView, readProposalView } from "../view.ts";
import { HostProposals } from "./host-proposals.tsx";
import { Pairs } from "./pairs.tsx";

const VIEW_TEXT: Readonly<Record<ProposalView, TextKey>> = {
  open: "proposals.open",
  ignored: "proposals.ignored",
  pairs: "proposals.pairs",
};

export function ProposalsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/ledger/proposals" });
  const view = readProposalView(search);
  const choices = (
    <Choices<ProposalView>
      label={t("proposals.view")}
      value={view}
      choices={PROPOSAL_VIEWS.map((value) => ({ value, label: t(VIEW_TEXT[value]) }))}
      onChange={(next) =>
        void navigate({ to: "/ledger/proposals", search: next === "open" ? {} : { view: next } })
      }
    />
  );
  return view === "pairs" ? (
    <Pairs choices={choices} open={search["open"]} />
  ) : (
    <HostProposals key={view} state={view} choices={choices} search={search} />
  );
}
