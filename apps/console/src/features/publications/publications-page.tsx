// SPDX-License-Identifier: Apache-2.0
/** What organisations tell each other: those that one may read, one's drafts, and requests to publish for others. */
import type { Publication } from "@fengsui/contract";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useIsAtLeast, useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { More } from "../../parts/pages.tsx";
import { Severity } from "../../parts/severity.tsx";
import { SharedChip } from "../../parts/shared-chip.tsx";
import { readShared, type SharedFilter, writeShared } from "../../parts/shared-filter.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { PapChip, TlpChip } from "../../parts/tlp.tsx";
import { PublicationForm } from "./publication-form.tsx";
import { usePublications } from "./queries.ts";
import { AskForPublication, RequestList } from "./requests.tsx";

const SIDES = ["all", "own", "received"] as const;
const SIDE_TEXT = {
  all: "publications.side.all",
  own: "publications.side.own",
  received: "publications.side.received",
} as const;

export function PublicationsPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/publications" });
  const filter = readShared(search);
  const { side, ...rest } = filter;
  const pages = usePublications(filter);
  const rows = pages.data?.pages.flatMap(({ publications }) => publications);
  const show = (next: SharedFilter) => void navigate({ to: "/publications", search: writeShared(next) });
  return (
    <div className="page">
      <section className="page-main" aria-label={t("publications.title")}>
        <header className="page-head">
          <h1>{t("publications.title")}</h1>
          <span className="grow" />
          <Acts />
        </header>
        <div className="filters">
          <Choices
            label={t("publications.side")}
            value={side ?? "all"}
            choices={SIDES.map((value) => ({ value, label: t(SIDE_TEXT[value]) }))}
            onChange={(next) => show({ ...rest, ...(next !== "all" && { side: next }) })}
          />
          <SharedChip filter={rest} onRemove={() => show(side === undefined ? {} : { side })} />
        </div>
        {pages.error !== null && <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} />}
        {rows?.length === 0 && <p className="quiet">{t("publications.none")}</p>}
        <ul className="records">
          {rows?.map((one) => (
            <Line key={one.id} one={one} />
          ))}
        </ul>
        <More pages={pages} />
        <RequestList />
      </section>
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

/** Of another organisation it is here as one is asked to consent to it. */
function DraftText({ of: { organisationId } }: { readonly of: Publication }) {
  const { t } = useTexts();
  const isOwn = useIsAtLeast("viewer", organisationId);
  return <>{t(isOwn ? "publications.state.draft" : "publications.state.forConsent")}</>;
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
        {one.publishedAt === null ? <DraftText of={one} /> : <TimeAgo at={one.publishedAt} />}
        {one.state === "recalled" && ` · ${t("publications.state.recalled")}`}
      </p>
    </li>
  );
}
