// SPDX-License-Identifier: Apache-2.0
import { useSession } from "../app/session.ts";
import { useTexts } from "../app/use-texts.ts";

/** Who somebody is, as far as this session may know: oneself by name, others as a colleague. */
export function PersonName({ id }: { readonly id: string | null }) {
  const { t } = useTexts();
  const { person } = useSession();
  if (id === null) return <span className="quiet">{t("person.nobody")}</span>;
  return id === person.id ? person.name : t("person.colleague");
}
