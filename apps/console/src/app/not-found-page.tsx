// SPDX-License-Identifier: Apache-2.0
import { Link } from "@tanstack/react-router";
import { useTexts } from "./use-texts.ts";

export function NotFoundPage() {
  const { t } = useTexts();
  return (
    <section className="lone">
      <h1>{t("notFound.title")}</h1>
      <p>{t("notFound.hint")}</p>
      <Link to="/alerts" search={{}}>
        {t("notFound.back")}
      </Link>
    </section>
  );
}
