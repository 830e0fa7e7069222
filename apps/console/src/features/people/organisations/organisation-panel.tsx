// SPDX-License-Identifier: Apache-2.0
/** One organisation of the directory, beside it. */
import type { Organisation } from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { useTexts } from "../../../app/use-texts.ts";
import { Panel } from "../../../parts/panel.tsx";
import { OrganisationBody } from "./organisation-body.tsx";

interface PanelProps {
  readonly organisation: Organisation;
  readonly onClose: () => void;
}

export function OrganisationPanel({ organisation, onClose }: PanelProps) {
  const { t } = useTexts();
  const { id, name } = organisation;
  return (
    <Panel
      label={name}
      head={t("organisation.label")}
      ownPage={
        <Link to="/organisations/$organisationId" params={{ organisationId: id }} search={{}}>
          {t("alert.ownPage")}
        </Link>
      }
      onClose={onClose}
    >
      <h2 className="panel-title">{name}</h2>
      <OrganisationBody organisation={organisation} />
    </Panel>
  );
}
