// SPDX-License-Identifier: Apache-2.0
/** Who did what when: by when it happened, or by when it was entered. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Choices } from "../../parts/choices.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { More, usePages } from "../../parts/pages.tsx";
import { usePersonName } from "../../parts/person-name.tsx";
import { exactTime } from "../../parts/time.ts";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { CASES_KEY, caseNotesQuery } from "./queries.ts";
import { type CaseEntry, reasonOf, sentenceOf } from "./timeline-view.ts";

type Order = "created" | "occurred";

export function CaseTimeline({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const [by, setBy] = useState<Order>("created");
  const pages = usePages({
    key: [CASES_KEY, "timeline", id, by],
    read: (after, signal) =>
      hub.cases.timeline(
        id,
        // The newest first where one looks what was done; as it happened where one reads what happened.
        { by, order: by === "created" ? "desc" : "asc", ...(after !== undefined && { after }) },
        signal,
      ),
  });
  const entries = pages.data?.pages.flatMap((page) => page.entries);
  return (
    <section aria-label={t("case.timeline")}>
      <Choices
        label={t("case.timeline.order")}
        value={by}
        choices={[
          { value: "created", label: t("case.timeline.created") },
          { value: "occurred", label: t("case.timeline.occurred") },
        ]}
        onChange={setBy}
      />
      {pages.error !== null && <ProblemNotice error={pages.error} />}
      <ol className="timeline">
        {entries?.map((entry) => (
          <Entry key={entry.id} entry={entry} caseId={id} by={by} />
        ))}
      </ol>
      <More pages={pages} />
    </section>
  );
}

interface EntryProps {
  readonly entry: CaseEntry;
  readonly caseId: string;
  readonly by: Order;
}

function Entry({ entry, caseId, by }: EntryProps) {
  const { t } = useTexts();
  const nameOf = usePersonName();
  const { data: notes } = useQuery(caseNotesQuery(caseId));
  const { personId, occurredAt, createdAt } = entry;
  const note = entry.kind.startsWith("note.") && notes?.find(({ id }) => id === entry.subjectId)?.text;
  const said = note || reasonOf(entry);
  return (
    <li>
      <TimeAgo at={by === "created" ? createdAt : occurredAt} />
      <div>
        <strong>{personId === null ? t("actor.hub") : nameOf(personId)}</strong>{" "}
        {sentenceOf(entry, { t, nameOf })} <SubjectLink entry={entry} />
        {occurredAt !== createdAt && (
          <p className="quiet">
            {by === "created"
              ? t("case.timeline.happened", { time: exactTime(occurredAt) })
              : t("case.timeline.entered", { time: exactTime(createdAt) })}
          </p>
        )}
        {said !== "" && <p className="said">{said}</p>}
      </div>
    </li>
  );
}

/** To what an entry is about, where that has a page. */
function SubjectLink({ entry: { kind, subjectId } }: { readonly entry: CaseEntry }) {
  const { t } = useTexts();
  if (subjectId === null) return null;
  if (kind.startsWith("alert."))
    return (
      <Link to="/alerts/$alertId" params={{ alertId: subjectId }}>
        {t("alert.label")}
      </Link>
    );
  if (kind.startsWith("case."))
    return (
      <Link to="/cases/$caseId" params={{ caseId: subjectId }} search={{}}>
        {t("case.label")}
      </Link>
    );
  if (kind.startsWith("order."))
    return (
      <Link to="/orders/$orderId" params={{ orderId: subjectId }}>
        {t("case.orderLink")}
      </Link>
    );
  return null;
}
