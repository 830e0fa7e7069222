// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { colleaguesQuery, useSession } from "../app/session.ts";
import { useTexts } from "../app/use-texts.ts";

/** Who somebody is, as far as this session may know: colleagues by name, others only as such. */
export function usePersonName(): (id: string) => string {
  const { t } = useTexts();
  const { person } = useSession();
  const { data: colleagues } = useQuery(colleaguesQuery);
  return (id) => {
    if (id === person.id) return person.name;
    return colleagues?.find((one) => one.id === id)?.name ?? t("person.colleague");
  };
}

export function PersonName({ id }: { readonly id: string | null }) {
  const { t } = useTexts();
  const nameOf = usePersonName();
  return id === null ? <span className="quiet">{t("person.nobody")}</span> : nameOf(id);
}
