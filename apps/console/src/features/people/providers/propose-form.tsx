// SPDX-License-Identifier: Apache-2.0
/** What a group is to give: a role in an organisation, or coordinating. */
import type { IdentityProvider } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { organisationsQuery } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Choices } from "../../../parts/choices.tsx";
import { Field } from "../../../parts/field.tsx";
import { OrganisationSelect } from "../../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { RoleSelect } from "../members/role-select.tsx";
import type { Role } from "../role-text.ts";

export function ProposeForm({ provider }: { readonly provider: IdentityProvider }) {
  const { t } = useTexts();
  const { data: organisations = [] } = useQuery(organisationsQuery);
  const [group, setGroup] = useState("");
  const [where, setWhere] = useState<"organisation" | "hub">("organisation");
  const [chosen, setChosen] = useState<string>();
  const [role, setRole] = useState<Role>("analyst");
  const propose = useAct(["group-roles"]);
  const organisationId = chosen ?? organisations[0]?.id ?? "";
  const given = where === "hub" ? { hubRole: "coordinator" as const } : { organisationId, role };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate(async () => {
          await hub.providers.propose(provider.id, { group: group.trim(), ...given });
          setGroup("");
        });
      }}
    >
      <Field label={t("groupRoles.group")} help={t("groupRoles.group.help", { claim: provider.groupsClaim })}>
        {(ids) => (
          <Input
            {...ids}
            required
            maxLength={300}
            autoComplete="off"
            value={group}
            onChange={({ target }) => setGroup(target.value)}
          />
        )}
      </Field>
      <Choices
        label={t("groupRoles.gives")}
        value={where}
        choices={[
          { value: "organisation", label: t("groupRoles.gives.organisation") },
          { value: "hub", label: t("groupRoles.gives.hub") },
        ]}
        onChange={setWhere}
      />
      {where === "organisation" && (
        <>
          <Field label={t("organisation.label")}>
            {(ids) => (
              <OrganisationSelect
                ids={ids}
                organisations={organisations}
                value={organisationId}
                onChange={setChosen}
              />
            )}
          </Field>
          <RoleSelect value={role} onChange={setRole} />
        </>
      )}
      {propose.error !== null && <ProblemNotice error={propose.error} />}
      <div className="act-row">
        <Button
          htmlType="submit"
          disabled={group.trim() === "" || (where === "organisation" && organisationId === "")}
          loading={propose.isPending}
        >
          {t("groupRoles.propose")}
        </Button>
      </div>
    </form>
  );
}
