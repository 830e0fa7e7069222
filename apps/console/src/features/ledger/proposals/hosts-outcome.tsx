// SPDX-License-Identifier: Apache-2.0
/** What became of the hosts that were decided about; ignoring, and taking it back, can be undone. */
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { BulkOutcomeNotice } from "../bulk.tsx";
import type { Done } from "./use-hosts-act.ts";
import { useHostsAct } from "./use-hosts-act.ts";

interface OutcomeProps {
  readonly done: Done;
  readonly onDone: (done: Done) => void;
  readonly onClose: () => void;
}

export function HostsOutcome({ done: { kind, outcome, names }, onDone, onClose }: OutcomeProps) {
  const { t } = useTexts();
  const hosts = outcome.doneIds.map((id) => ({ id, name: names.get(id) ?? id }));
  const undo = useHostsAct(hosts, onDone);
  return (
    <BulkOutcomeNotice outcome={outcome} nameOf={(id) => names.get(id) ?? id} onClose={onClose}>
      {kind === "accepted" && (
        <Link to="/ledger/assets" search={hosts.length === 1 ? { text: hosts[0]?.name ?? "" } : {}}>
          {t("ledger.assets.show")}
        </Link>
      )}
      {kind === "ignored" && hosts.length > 0 && (
        <Button loading={undo.isPending} onClick={() => undo.mutate({ kind: "reconsidered" })}>
          {t("action.undo")}
        </Button>
      )}
    </BulkOutcomeNotice>
  );
}
