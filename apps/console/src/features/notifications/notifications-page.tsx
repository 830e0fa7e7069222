// SPDX-License-Identifier: Apache-2.0
/** What one was told, what one wants to be told, and how it was delivered. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { DeliveryView } from "./deliveries/delivery-view.tsx";
import { GivenUp } from "./inbox/given-up.tsx";
import { Inbox } from "./inbox/inbox.tsx";
import { PreferencesView } from "./preferences/preferences-view.tsx";

const VIEWS = ["told", "preferences", "deliveries"] as const;
type View = (typeof VIEWS)[number];
const VIEW_TEXT = {
  told: "notifications.view.told",
  preferences: "notifications.view.preferences",
  deliveries: "notifications.view.deliveries",
} as const;

export function NotificationsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/notifications" });
  const view: View = VIEWS.find((one) => one === search["view"]) ?? "told";
  const go = (next: View) =>
    void navigate({ to: "/notifications", search: next === "told" ? {} : { view: next } });
  const head = (
    <header className="page-head">
      <h1>{t("nav.notifications")}</h1>
      <Choices
        label={t("notifications.view")}
        value={view}
        choices={VIEWS.map((value) => ({ value, label: t(VIEW_TEXT[value]) }))}
        onChange={go}
      />
    </header>
  );
  if (view === "deliveries") return <DeliveryView head={head} open={search["open"]} />;
  return (
    <div className="page">
      <section className="page-main" aria-label={t("nav.notifications")}>
        {head}
        <GivenUp />
        {view === "told" ? <Inbox /> : <PreferencesView />}
      </section>
    </div>
  );
}
