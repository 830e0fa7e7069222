// SPDX-License-Identifier: Apache-2.0
/** Its people, where one is one of them; the groups and the clients that one's own organisations have with it. */
import type { OrganisationClient, SharingGroup } from "@fengsui/contract";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { clientsQuery, groupQuery, groupsQuery } from "../../sharing/queries.ts";
import { peopleQuery } from "../members/queries.ts";

/** Of more, who is in them is not asked for. */
const MOST_GROUPS = 50;

export function OrganisationTies({ id }: { readonly id: string }) {
  const isOwn = useSession().organisations.some((own) => own.id === id);
  return (
    <>
      {isOwn && <People id={id} />}
      <Groups id={id} isOwn={isOwn} />
      <Clients id={id} />
    </>
  );
}

function People({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { data, error } = useQuery(peopleQuery(id));
  if (error !== null) return <ProblemNotice error={error} />;
  return (
    <section aria-label={t("people.title")}>
      <h3>{t("people.title")}</h3>
      <Link to="/organisation" search={{ organisation: id }}>
        {data === undefined ? "…" : t("organisations.people", { count: data.length })}
      </Link>
    </section>
  );
}

function Groups({ id, isOwn }: { readonly id: string; readonly isOwn: boolean }) {
  const { t } = useTexts();
  const { data: groups = [], error } = useQuery(groupsQuery({ view: "own" }));
  const details = useQueries({
    queries: (isOwn ? [] : groups.slice(0, MOST_GROUPS)).map((group) => groupQuery(group.id)),
  });
  const together = isOwn
    ? groups.filter(({ ownMemberIds }) => ownMemberIds.includes(id))
    : details.flatMap(({ data }) =>
        data?.members.some(({ organisationId }) => organisationId === id) === true ? [data.group] : [],
      );
  return (
    <section aria-label={t("organisations.groups")}>
      <h3>{t("organisations.groups")}</h3>
      {error !== null && <ProblemNotice error={error} />}
      {together.length === 0 && <p className="quiet">{t("organisations.groups.none")}</p>}
      <ul className="holders">
        {together.map((group: SharingGroup) => (
          <li key={group.id}>
            <Link to="/sharing" search={{ open: group.id }}>
              {group.name}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Clients({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const { organisations } = useSession();
  const asked = useQueries({ queries: organisations.map((own) => clientsQuery(own.id)) });
  const all = asked.flatMap(({ data }) => data ?? []);
  const ties = [...new Map(all.map((one) => [one.id, one])).values()].filter(
    ({ clientId, providerId }) => clientId === id || providerId === id,
  );
  return (
    <section aria-label={t("organisations.clients")}>
      <h3>{t("organisations.clients")}</h3>
      {ties.length === 0 && <p className="quiet">{t("organisations.clients.none")}</p>}
      <ul className="holders">
        {ties.map((tie) => (
          <li key={tie.id}>
            <Tie tie={tie} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const TIE_TEXT = {
  declared: "organisations.clients.declared",
  confirmed: "organisations.clients.confirmed",
  ended: "organisations.clients.ended",
} as const;

function Tie({ tie: { providerName, clientName, state } }: { readonly tie: OrganisationClient }) {
  const { t } = useTexts();
  return (
    <Link to="/sharing" search={{ view: "clients" }}>
      {t(TIE_TEXT[state], { provider: providerName, client: clientName })}
    </Link>
  );
}
