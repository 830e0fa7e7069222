// SPDX-License-Identifier: Apache-2.0
/** What can be done with the hosts that are chosen. */
import type { HostProposal } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { BulkBar } from "../../../parts/bulk-bar.tsx";
import { SystemSelect } from "../system-select.tsx";
import { IgnoreDialog } from "./ignore-dialog.tsx";
import type { Done } from "./use-hosts-act.ts";
import { useHostsAct } from "./use-hosts-act.ts";

interface BulkProps {
  readonly hosts: readonly HostProposal[];
  readonly state: "open" | "ignored";
  readonly onClear: () => void;
  readonly onDone: (done: Done) => void;
}

export function HostsBulk({ hosts, state, onClear, onDone }: BulkProps) {
  const { t } = useTexts();
  const act = useHostsAct(hosts, onDone);
  const [systemId, setSystemId] = useState("");
  const [isIgnoring, setIsIgnoring] = useState(false);
  if (hosts.length === 0) return null;
  const [first, ...others] = new Set(hosts.map(({ organisationId }) => organisationId));
  const isOfOne = first !== undefined && others.length === 0;
  return (
    <BulkBar count={hosts.length} error={isIgnoring ? null : act.error} onClear={onClear}>
      {isOfOne && (
        <SystemSelect
          organisationId={first}
          value={systemId}
          blank={t("proposals.noSystem")}
          onChange={setSystemId}
        />
      )}
      <Button
        type="primary"
        loading={act.isPending}
        onClick={() =>
          act.mutate({ kind: "accepted", systemId: !isOfOne || systemId === "" ? null : systemId })
        }
      >
        {t("proposals.accept.many", { count: hosts.length })}
      </Button>
      {state === "open" ? (
        <Button onClick={() => setIsIgnoring(true)}>{t("proposals.ignore")}</Button>
      ) : (
        <Button loading={act.isPending} onClick={() => act.mutate({ kind: "reconsidered" })}>
          {t("proposals.reconsider")}
        </Button>
      )}
      {isIgnoring && <IgnoreDialog count={hosts.length} act={act} onClose={() => setIsIgnoring(false)} />}
    </BulkBar>
  );
}
