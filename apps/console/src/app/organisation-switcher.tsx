// SPDX-License-Identifier: Apache-2.0
/** Whose data is on the screen, always in sight; a choice only for those who have one. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ORGANISATION_PARAM } from "./address.ts";
import { hub } from "./hub.ts";
import { useChosenOrganisation } from "./organisation-choice.ts";
import { useSession } from "./session.ts";
import { useTexts } from "./use-texts.ts";

export function OrganisationSwitcher() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { organisations } = useSession();
  const chosen = useChosenOrganisation();
  // What is shared with one, or was ordered, is of others too.
  const isForeign = chosen !== undefined && !organisations.some(({ id }) => id === chosen);
  const { data: foreign } = useQuery({
    queryKey: ["organisations", "one", chosen],
    queryFn: ({ signal }) => hub.organisations.get(chosen ?? "", signal),
    enabled: isForeign,
    retry: false,
  });
  const [only] = organisations;
  if (organisations.length < 2 && !isForeign)
    return <strong title={only?.name}>{only?.name ?? t("organisation.none")}</strong>;
  const choose = (id: string) =>
    void navigate({
      to: ".",
      search: (search) => ({ ...search, [ORGANISATION_PARAM]: id, open: "" }),
    });
  return (
    <select
      className="switcher"
      aria-label={t("organisation.label")}
      title={organisations.find(({ id }) => id === chosen)?.name ?? foreign?.name ?? t("organisation.all")}
      value={chosen ?? ""}
      onChange={({ target }) => choose(target.value)}
    >
      <option value="">{t("organisation.all")}</option>
      {organisations.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      {isForeign && <option value={chosen}>{foreign?.name ?? t("organisation.another")}</option>}
    </select>
  );
}
