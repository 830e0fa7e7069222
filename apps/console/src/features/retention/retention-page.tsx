// SPDX-License-Identifier: Apache-2.0
/** How long events are kept: by the organisation and its log types, what is held from deletion, and by the hub. */
import { useChosenOrganisation } from "../../app/organisation-choice.ts";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { shownOrganisation } from "../people/members/view.ts";
import { HubRetentionSection } from "./hub-retention.tsx";
import { LegalHoldsSection } from "./legal-holds.tsx";
import { OwnRules } from "./own-rules.tsx";

export function RetentionPage() {
  const { t } = useTexts();
  const { organisations } = useSession();
  const organisation = shownOrganisation(organisations, useChosenOrganisation());
  const mayChange = organisation?.role === "administrator";
  return (
    <div className="page">
      <section className="page-main" aria-label={t("nav.retention")}>
        <header className="page-head">
          <h1>{t("nav.retention")}</h1>
        </header>
        {organisation !== undefined && (
          <>
            <OwnRules key={`rules ${organisation.id}`} organisation={organisation} mayChange={mayChange} />
            <LegalHoldsSection
              key={`holds ${organisation.id}`}
              organisationId={organisation.id}
              mayChange={mayChange}
            />
          </>
        )}
        <HubRetentionSection />
      </section>
    </div>
  );
}
