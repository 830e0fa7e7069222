// SPDX-License-Identifier: Apache-2.0
/** With whom one shares: groups, clients that AMBER is passed on to, requests; what was recalled, and how much was shared. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { RecallsView } from "../disclosure/recalls-view.tsx";
import { ClientsView } from "./clients/clients-view.tsx";
import { FiguresView } from "./figures/figures-view.tsx";
import { GroupsView } from "./groups/groups-view.tsx";
import { RequestsView } from "./requests/requests-view.tsx";

const VIEWS = ["groups", "clients", "requests", "recalls", "figures"] as const;
type View = (typeof VIEWS)[number];
const VIEW_TEXT = {
  groups: "sharing.groups",
  clients: "sharing.clients",
  requests: "sharing.requests",
  recalls: "sharing.recalled",
  figures: "sharing.figures",
} as const;

export function SharingPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/sharing" });
  // A notification of a recall names it.
  const first = search["recall"] === undefined ? "groups" : "recalls";
  const view: View = VIEWS.find((one) => one === search["view"]) ?? first;
  const head = (
    <>
      <h1>{t("nav.sharing")}</h1>
      <Choices
        label={t("sharing.view")}
        value={view}
        choices={VIEWS.map((value) => ({ value, label: t(VIEW_TEXT[value]) }))}
        onChange={(next) =>
          void navigate({ to: "/sharing", search: next === "groups" ? {} : { view: next } })
        }
      />
    </>
  );
  if (view === "recalls") return <RecallsView head={head} />;
  if (view === "figures") return <FiguresView head={head} />;
  if (view === "clients") return <ClientsView head={head} />;
  return view === "requests" ? <RequestsView head={head} /> : <GroupsView head={head} />;
}
