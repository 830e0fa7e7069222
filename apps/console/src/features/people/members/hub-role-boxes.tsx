// SPDX-License-Identifier: Apache-2.0
/** The roles of the hub that somebody has, for an operator to give and take. */
import { HUB_ROLES } from "@fengsui/contract";
import { Checkbox } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { HUB_ROLE_TEXT, type HubRole } from "../role-text.ts";
import { useChangeHubRoles } from "./queries.ts";

interface HubRoleBoxesProps {
  readonly personId: string;
  readonly held: readonly HubRole[];
}

export function HubRoleBoxes({ personId, held }: HubRoleBoxesProps) {
  const { t } = useTexts();
  const change = useChangeHubRoles(personId);
  const toggle = (role: HubRole, isOn: boolean) =>
    change.mutate(isOn ? [...held, role] : held.filter((one) => one !== role));
  return (
    <fieldset className="boxes">
      <legend>{t("hubRole.title")}</legend>
      {HUB_ROLES.map((role) => (
        <div key={role}>
          <Checkbox
            checked={held.includes(role)}
            disabled={change.isPending}
            onChange={({ target }) => toggle(role, target.checked)}
          >
            {t(HUB_ROLE_TEXT[role].name)}
          </Checkbox>
          <small className="quiet">{t(HUB_ROLE_TEXT[role].help)}</small>
        </div>
      ))}
      {change.error !== null && <ProblemNotice error={change.error} />}
    </fieldset>
  );
}
