// SPDX-License-Identifier: Apache-2.0
/** Recalls: those that one is told of, with what is asked of one, and those of one's organisations, with who answered. */
import type { Recall, RecallNotice } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { hub } from "../../app/hub.ts";
import { useOrganisationName, useOrganisationsAs } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Card } from "../../parts/card.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useAct } from "../../parts/use-act.ts";
import { DISCLOSURE_KEY, noticesQuery, recallsQuery } from "./queries.ts";

export function RecallNotices() {
  const { t } = useTexts();
  const { data, error } = useQuery(noticesQuery);
  if (error !== null) return <ProblemNotice error={error} />;
  if (data === undefined || data.length === 0) return null;
  return (
    <Card title={t("sharing.notices")}>
      <p>{t("sharing.notices.says")}</p>
      <ul className="records">
        {data.map((notice) => (
          <Notice key={notice.id} notice={notice} />
        ))}
      </ul>
    </Card>
  );
}

function Notice({ notice }: { readonly notice: RecallNotice }) {
  const { t } = useTexts();
  const act = useAct([DISCLOSURE_KEY]);
  const organisation = useOrganisationName(notice.organisationId) ?? "–";
  return (
    <li>
      <strong>{t("sharing.recalledBy", { organisation, title: notice.title })}</strong> ·{" "}
      <TimeAgo at={notice.at} />
      <p className="said">{notice.reason}</p>
      {notice.acknowledgedAt !== null && (
        <p className="quiet">
          {t("sharing.acknowledged")} · <TimeAgo at={notice.acknowledgedAt} />
        </p>
      )}
      {notice.acknowledgedAt === null && (
        <Button
          loading={act.isPending}
          onClick={() => act.mutate(() => hub.disclosure.acknowledge(notice.id))}
        >
          {t("sharing.acknowledge")}
        </Button>
      )}
      {act.error !== null && <ProblemNotice error={act.error} />}
    </li>
  );
}

export function OwnRecalls() {
  const { t } = useTexts();
  const isResponder = useOrganisationsAs("responder").length > 0;
  const { data, error } = useQuery({ ...recallsQuery, enabled: isResponder });
  if (!isResponder) return null;
  return (
    <Card title={t("sharing.recalls")}>
      {error !== null && <ProblemNotice error={error} />}
      {data?.length === 0 && <p className="quiet">{t("sharing.recalls.none")}</p>}
      <ul className="records">
        {data?.map((recall) => (
          <Recalled key={recall.id} recall={recall} />
        ))}
      </ul>
    </Card>
  );
}

function Recalled({ recall }: { readonly recall: Recall }) {
  const { t } = useTexts();
  return (
    <li>
      <strong>{recall.title}</strong> · <TimeAgo at={recall.at} />
      <p className="said">{recall.reason}</p>
      {recall.answers.length === 0 && <p className="quiet">{t("sharing.recalls.nobody")}</p>}
      {recall.answers.map(({ organisationId, name, people, acknowledged }) => (
        <p key={organisationId} className="quiet">
          {t("sharing.recalls.answer", { name: name ?? t("disclosure.hidden"), people, acknowledged })}
        </p>
      ))}
    </li>
  );
}
