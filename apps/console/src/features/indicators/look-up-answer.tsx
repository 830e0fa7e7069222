// SPDX-License-Identifier: Apache-2.0
/** What is known of a value: the indicators that it meets, and where it was seen. */
import { HubProblem } from "@fengsui/client";
import type { SIGHTINGS } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { z } from "zod";
import { useTexts } from "../../app/use-texts.ts";
import { formatWhole } from "../../parts/number.ts";
import { OrganisationName } from "../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { exactTime } from "../../parts/time.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { sourcesQuery } from "../sources/queries.ts";
import { lookUpQuery, type Question, sightingsQuery } from "./queries.ts";
import { KIND_TEXT, seenSearch, writtenValue } from "./view.ts";

type Sightings = z.infer<typeof SIGHTINGS>;

export function Known({ question }: { readonly question: Question }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(lookUpQuery(question));
  return (
    <section aria-label={t("indicators.known")} aria-busy={data === undefined && error === null}>
      <h3>{t("indicators.known")}</h3>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <p className="quiet" role="status">
          {t(KIND_TEXT[data.observable.kind])} <code>{data.observable.value}</code>:{" "}
          {data.indicators.length === 0
            ? t("indicators.known.none")
            : t("indicators.known.count", { count: data.indicators.length })}
        </p>
      )}
      <ul className="answers">
        {data?.indicators.map((indicator) => (
          <li key={`${indicator.listId} ${indicator.id}`}>
            <code>{writtenValue(indicator)}</code>{" "}
            <Link to="/indicators/$listId" params={{ listId: indicator.listId }} search={{}}>
              {indicator.listTitle}
            </Link>
            <p className="quiet">
              {t("indicators.since", { time: exactTime(indicator.addedAt) })}
              {" · "}
              {indicator.expiresAt === null
                ? t("indicators.noEnd")
                : t("indicators.until", { time: exactTime(indicator.expiresAt) })}
            </p>
            {indicator.note !== null && <p>{indicator.note}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function SeenWhere({ question }: { readonly question: Question }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(sightingsQuery(question));
  // A value that is not understood is said once, beside.
  const isSaid = error instanceof HubProblem && error.code === "indicators.value_not_understood";
  return (
    <section aria-label={t("indicators.seen")} aria-busy={data === undefined && error === null}>
      <h3>{t("indicators.seen")}</h3>
      {error !== null && !isSaid && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.sightings.length === 0 && (
        <p className="quiet" role="status">
          {t("indicators.seen.none")}
        </p>
      )}
      <ul className="answers">
        {data?.sightings.map((sighting) => (
          <li key={sighting.organisationId}>
            <OneSighting observable={data.observable} sighting={sighting} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SightingProps {
  readonly observable: Sightings["observable"];
  readonly sighting: Sightings["sightings"][number];
}

function OneSighting({ observable, sighting }: SightingProps) {
  const { t, language } = useTexts();
  const { data: sources } = useQuery({ ...sourcesQuery, refetchInterval: false });
  const { organisationId, firstAt, lastAt, count, sourceIds } = sighting;
  const nameOf = (id: string) => sources?.find((one) => one.id === id)?.name ?? t("sources.one");
  return (
    <>
      <strong>
        <OrganisationName id={organisationId} />
      </strong>{" "}
      {t("indicators.seen.times", { count: formatWhole(count, language) })}
      <p className="quiet">
        {t("indicators.seen.first")} <TimeAgo at={firstAt} /> · {t("indicators.seen.last")}{" "}
        <TimeAgo at={lastAt} />
      </p>
      <p>
        {t("indicators.seen.by")}{" "}
        {sourceIds.map((id, index) => (
          <span key={id}>
            {index > 0 && t("list.and")}
            <Link
              to="/search"
              search={seenSearch({ ...observable, firstAt, lastAt }, id)}
              title={t("indicators.seen.events")}
            >
              {nameOf(id)}
            </Link>
          </span>
        ))}
      </p>
    </>
  );
}
