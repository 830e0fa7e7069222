// SPDX-License-Identifier: Apache-2.0
/** Clients, or providers, each with how it stands and what one may do about it. */
import type { OrganisationClient } from "@fengsui/contract";
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { CLIENT_CHANGES } from "../queries.ts";

interface RowsProps {
  readonly title: string;
  readonly rows: readonly OrganisationClient[];
  /** As what one's own organisation stands in them. */
  readonly side: "provider" | "client";
  readonly mayAct: boolean;
}

export function ClientRows({ title, rows, side, mayAct }: RowsProps) {
  const { t } = useTexts();
  const act = useAct(CLIENT_CHANGES);
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{t("sharing.client.organisation")}</th>
            <th scope="col">{t("alerts.state")}</th>
            <th scope="col">{t("sharing.client.since")}</th>
            <th scope="col">
              <span className="unseen">{t("alert.acts")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{side === "provider" ? row.clientName : row.providerName}</td>
              <td>
                {t(row.state === "confirmed" ? "sharing.client.confirmed" : "sharing.client.declared")}
                {row.isHidden && <span className="quiet"> · {t("sharing.client.hidden")}</span>}
              </td>
              <td>
                <TimeAgo at={row.confirmedAt ?? row.since} />
              </td>
              <td className="acts-cell">
                {mayAct && <RowActs row={row} side={side} onAct={(work) => act.mutate(work)} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ActsProps extends Pick<RowsProps, "side"> {
  readonly row: OrganisationClient;
  readonly onAct: (work: () => Promise<unknown>) => void;
}

function RowActs({ row, side, onAct }: ActsProps) {
  const { t } = useTexts();
  const [isHidden, setIsHidden] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const name = side === "provider" ? row.clientName : row.providerName;
  if (isAsking)
    return (
      <>
        <Button size="small" type="primary" onClick={() => onAct(() => hub.organisationClients.end(row.id))}>
          {t("sharing.client.end.act")}
        </Button>
        <Button size="small" type="text" onClick={() => setIsAsking(false)}>
          {t("action.cancel")}
        </Button>
      </>
    );
  return (
    <>
      {side === "client" && row.state === "declared" && (
        <>
          <Checkbox checked={isHidden} onChange={({ target }) => setIsHidden(target.checked)}>
            {t("sharing.client.hide")}
          </Checkbox>
          <Button
            size="small"
            type="primary"
            aria-label={t("sharing.client.confirm.of", { name })}
            onClick={() => onAct(() => hub.organisationClients.confirm(row.id, { isHidden }))}
          >
            {t("sharing.client.confirm")}
          </Button>
        </>
      )}
      {side === "client" && row.state === "confirmed" && (
        <Button
          size="small"
          aria-label={t(row.isHidden ? "sharing.client.name.of" : "sharing.client.unname.of", { name })}
          onClick={() => onAct(() => hub.organisationClients.confirm(row.id, { isHidden: !row.isHidden }))}
        >
          {t(row.isHidden ? "sharing.client.name" : "sharing.client.unname")}
        </Button>
      )}
      <Button
        size="small"
        aria-label={t("sharing.client.end.of", { name })}
        onClick={() => setIsAsking(true)}
      >
        {t("sharing.client.end")}
      </Button>
    </>
  );
}
