// SPDX-License-Identifier: Apache-2.0
/** One's organisation: what others read of it, who is in it and as what, and who is invited. */
import type { Member } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Button } from "antd";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Empty } from "../../../parts/empty.tsx";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useKeys } from "../../../parts/use-keys.ts";
import { OwnFacts } from "../organisations/own-facts.tsx";
import { ROLE_TEXT } from "../role-text.ts";
import { GroupRoles } from "./group-roles.tsx";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberPanel } from "./member-panel.tsx";
import { peopleQuery } from "./queries.ts";
import { shownOrganisation } from "./view.ts";

export function OrganisationPage() {
  const { t } = useTexts();
  const organisation = shownOrganisation(useSession().organisations, useChosenOrganisation());
  if (organisation === undefined)
    return (
      <div className="page-main">
        <Empty title={t("organisation.none")} hint={t("organisation.none.hint")} />
      </div>
    );
  return <OneOrganisation key={organisation.id} organisation={organisation} />;
}

interface OneOrganisationProps {
  readonly organisation: { readonly id: string; readonly name: string; readonly role: string };
}

function OneOrganisation({ organisation }: OneOrganisationProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const search = useSearch({ from: "/inside/organisation" });
  const { data, error, refetch } = useQuery(peopleQuery(organisation.id));
  const mayAdminister = organisation.role === "administrator";
  const open = data?.find(({ id }) => id === search["open"]);
  const show = (more: Readonly<Record<string, string>> = {}) =>
    void navigate({ to: "/organisation", search: more });
  useKeys({ Escape: () => show() });
  return (
    <div className={open === undefined ? "page" : "page beside"}>
      <section className="page-main" aria-label={t("nav.organisation")}>
        <header className="page-head">
          <h1>{organisation.name}</h1>
          <span className="grow" />
          {mayAdminister && (
            <Button type="primary" onClick={() => show({ invite: "yes" })}>
              {t("invite.title")}
            </Button>
          )}
        </header>
        <OwnFacts id={organisation.id} mayEdit={mayAdminister} />
        <h2>{t("people.title")}</h2>
        {error !== null ? (
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        ) : (
          <PeopleList rows={data} open={open?.id} onOpen={({ id }) => show({ open: id })} />
        )}
        {mayAdminister && <Invitations organisationId={organisation.id} />}
        {mayAdminister && <GroupRoles organisationId={organisation.id} />}
      </section>
      {open !== undefined && (
        <MemberPanel
          key={open.id}
          organisation={organisation}
          member={open}
          mayAdminister={mayAdminister}
          onClose={() => show()}
        />
      )}
      {search["invite"] !== undefined && mayAdminister && (
        <InviteDialog organisation={organisation} onClose={() => show()} />
      )}
    </div>
  );
}

interface PeopleListProps {
  readonly rows: readonly Member[] | undefined;
  readonly open: string | undefined;
  readonly onOpen: (member: Member) => void;
}

function PeopleList({ rows, open, onOpen }: PeopleListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Member>[] = [
    { name: "title", title: t("people.name"), isMain: true, cell: ({ name }) => name },
    { name: "entity", title: t("access.email"), isExtra: true, cell: ({ email }) => email },
    { name: "health", title: t("people.role"), cell: ({ role }) => t(ROLE_TEXT[role].name) },
    {
      name: "time",
      title: t("people.since"),
      isExtra: true,
      cell: ({ memberSince }) => <TimeAgo at={memberSince} />,
    },
  ];
  return (
    <ListTable
      caption={t("people.title")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={open}
      onOpen={onOpen}
    />
  );
}
