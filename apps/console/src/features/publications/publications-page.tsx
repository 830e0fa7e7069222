// SPDX-License-Identifier: Apache-2.0
/** What organisations tell each other: those that one may read, one's drafts, and requests to publish for others. */
import { MARKINGS, type Publication } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { Severity } from "../../parts/severity.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { PapChip, TlpChip } from "../../parts/tlp.tsx";
import { PublicationForm } from "./publication-form.tsx";
import { publicationsQuery, type Side } from "./queries.ts";
import { AskForPublication, RequestList } from "./requests.tsx";

const SIDES: readonly Side[] = ["all", "own", "received"];
const SIDE_TEXT = {
  all: "publications.side.all",
  own: "publications.side.own",
  received: "publications.side.received",
} as const;

export function PublicationsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/publications" });
  const side = SIDES.find((one) => one === search["side"]) ?? "all";
  const marking = MARKINGS.find((one) => one === search["marking"]);
  const { data, error, refetch } = useQuery(publicationsQuery(side, marking));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t("publications.title")}</h1>
        <Acts />
      </header>
      <Choices
        label={t("publications.side")}
        value={side}
        choices={SIDES.map((value) => ({ value, label: t(SIDE_TEXT[value]) }))}
        onChange={(next) => void navigate({ to: "/publications", search: { side: next } })}
      />
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <p className="quiet">{t("publications.none")}</p>}
      <ul className="records">
        {data?.map((one) => (
          <Line key={one.id} one={one} />
        ))}
      </ul>
      <RequestList />
    </div>
  );
}

function Acts() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [shown, setShown] = useState<"nothing" | "new" | "ask">("nothing");
  const mayWrite = useOrganisationsAs("analyst").length > 0;
  const mayAsk = useOrganisationsAs("manager").length > 0;
  const close = () => setShown("nothing");
  return (
    <div className="act-row">
      {mayWrite && (
        <Button type="primary" onClick={() => setShown("new")}>
          {t("publications.new")}
        </Button>
      )}
      {mayAsk && <Button onClick={() => setShown("ask")}>{t("publications.ask")}</Button>}
      {shown === "new" && (
        <PublicationForm
          onClose={close}
          onDone={(id) =>
            void navigate({ to: "/publications/$publicationId", params: { publicationId: id }, search: {} })
          }
        />
      )}
      {shown === "ask" && <AskForPublication onClose={close} />}
    </div>
  );
}

function Line({ one }: { readonly one: Publication }) {
  const { t } = useTexts();
  return (
    <li>
      <Severity level={one.severity} />{" "}
      <Link to="/publications/$publicationId" params={{ publicationId: one.id }} search={{}}>
        {one.title}
      </Link>{" "}
      {one.marking !== null && <TlpChip marking={one.marking} />}{" "}
      {one.pap !== null && <PapChip pap={one.pap} />}
      <p className="quiet">
        <OrganisationName id={one.organisationId} /> ·{" "}
        {one.publishedAt === null ? t("publications.state.draft") : <TimeAgo at={one.publishedAt} />}
        {one.state === "recalled" && ` · ${t("publications.state.recalled")}`}
      </p>
    </li>
  );
}
