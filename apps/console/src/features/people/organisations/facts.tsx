// SPDX-License-Identifier: Apache-2.0
/** What everybody with an account may read of an organisation. */
import type { Organisation } from "@fengsui/contract";
import { useTexts } from "../../../app/use-texts.ts";
import { OrganisationName } from "./organisation-name.tsx";
import { KIND_TEXT, SECTOR_TEXT } from "./words.ts";

export function OrganisationFacts({ organisation }: { readonly organisation: Organisation }) {
  const { t } = useTexts();
  const { sector, kind, region, centreId } = organisation;
  return (
    <dl className="facts">
      <div>
        <dt>{t("organisations.sector")}</dt>
        <dd>{sector === null ? "–" : t(SECTOR_TEXT[sector])}</dd>
      </div>
      <div>
        <dt>{t("organisations.kind")}</dt>
        <dd>{kind === null ? "–" : t(KIND_TEXT[kind])}</dd>
      </div>
      <div>
        <dt>{t("organisations.region")}</dt>
        <dd>{region ?? "–"}</dd>
      </div>
      <div>
        <dt>{t("organisations.centre")}</dt>
        <dd>{centreId === null ? "–" : <OrganisationName id={centreId} />}</dd>
      </div>
    </dl>
  );
}
