// SPDX-License-Identifier: Apache-2.0
/** Oneself: name and language, password, where one is signed in, and as what one is where. */
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Card } from "../../../parts/card.tsx";
import { HUB_ROLE_TEXT, ROLE_TEXT } from "../role-text.ts";
import { Identities } from "./identities.tsx";
import { OwnSessions } from "./own-sessions.tsx";
import { Passkeys } from "./passkeys.tsx";
import { OwnPassword } from "./password-form.tsx";
import { ProfileForm } from "./profile-form.tsx";
import { SecondFactor } from "./second-factor.tsx";

export function AccountPage() {
  const { t } = useTexts();
  const { person } = useSession();
  return (
    <div className="page">
      <section className="page-main" aria-label={t("account.title")}>
        <header className="page-head">
          <h1>{t("account.title")}</h1>
          <span className="quiet">{person.email}</span>
        </header>
        <div className="cards two">
          <Card title={t("account.profile")}>
            <ProfileForm />
          </Card>
          <Passkeys />
          <Card title={t("account.password")}>
            <OwnPassword />
          </Card>
          <Card title={t("factor.title")}>
            <SecondFactor />
          </Card>
          <Identities />
        </div>
        <OwnSessions />
        <Card title={t("account.roles")}>
          <Roles />
        </Card>
      </section>
    </div>
  );
}

function Roles() {
  const { t } = useTexts();
  const { organisations, hubRoles } = useSession();
  return (
    <ul className="holders">
      {organisations.map(({ id, name, role }) => (
        <li key={id}>
          <p>
            <strong>{name}</strong> · {t(ROLE_TEXT[role].name)}
          </p>
          <p className="quiet">{t(ROLE_TEXT[role].help)}</p>
        </li>
      ))}
      {hubRoles.map((role) => (
        <li key={role}>
          <p>
            <strong>{t("hubRole.one")}</strong> · {t(HUB_ROLE_TEXT[role].name)}
          </p>
          <p className="quiet">{t(HUB_ROLE_TEXT[role].help)}</p>
        </li>
      ))}
      {organisations.length + hubRoles.length === 0 && <li>{t("organisation.none.hint")}</li>}
    </ul>
  );
}
