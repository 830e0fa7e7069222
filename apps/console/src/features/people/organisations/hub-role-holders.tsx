// SPDX-License-Identifier: Apache-2.0
/** Who has a role of the hub, for its operators: also those who are of no organisation in common. */
import { useQuery } from "@tanstack/react-query";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { HubRoleBoxes } from "../members/hub-role-boxes.tsx";
import { hubRolesQuery } from "../members/queries.ts";

export function HubRoleHolders() {
  const { t } = useTexts();
  const { data, error } = useQuery(hubRolesQuery);
  return (
    <section className="card-part" aria-label={t("hubRole.title")}>
      <h2>{t("hubRole.title")}</h2>
      <p className="quiet">{t("hubRole.hint")}</p>
      {error !== null && <ProblemNotice error={error} />}
      <ul className="holders">
        {data?.map(({ id, name, email, hubRoles }) => (
          <li key={id}>
            <p>
              <strong>{name}</strong> <span className="quiet">{email}</span>
            </p>
            <HubRoleBoxes personId={id} held={hubRoles} />
          </li>
        ))}
      </ul>
    </section>
  );
}
