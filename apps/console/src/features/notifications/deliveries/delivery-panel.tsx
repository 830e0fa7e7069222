// SPDX-License-Identifier: Apache-2.0
/** One delivery: how it stands, every attempt and why it went so, and sending it again. */
import type { DELIVERY_DETAIL } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { z } from "zod";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Fact } from "../../../parts/fact.tsx";
import { OrganisationName } from "../../../parts/organisation-name.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Panel, PanelSkeleton } from "../../../parts/panel.tsx";
import { exactTime } from "../../../parts/time.ts";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { deliveryQuery } from "../queries.ts";
import { KIND_TEXT, MODE_TEXT } from "../words.ts";
import { DeliveryReasonText } from "./delivery-reason.tsx";
import { DeliveryStateText } from "./delivery-state.tsx";
import { DeliveryWhat } from "./delivery-what.tsx";

type Detail = z.infer<typeof DELIVERY_DETAIL>;

interface PanelProps {
  readonly id: string;
  readonly onClose: () => void;
}

export function DeliveryPanel({ id, onClose }: PanelProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(deliveryQuery(id));
  return (
    <Panel
      label={t("deliveries.one")}
      head={data !== undefined && <DeliveryStateText delivery={data.delivery} />}
      onClose={onClose}
    >
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data === undefined ? error === null && <PanelSkeleton /> : <OneDelivery detail={data} />}
    </Panel>
  );
}

function OneDelivery({ detail: { delivery, attempts } }: { readonly detail: Detail }) {
  const { t } = useTexts();
  const resend = useAct(["deliveries"]);
  const { id, state, reason, dueAt, sentAt, createdAt, organisationId, mode, kinds } = delivery;
  const mayResend = state !== "waiting" && state !== "held";
  return (
    <>
      <h2 className="panel-title">
        <DeliveryWhat delivery={delivery} />
      </h2>
      {reason !== null && (
        <p className="why">
          <DeliveryReasonText reason={reason} />
        </p>
      )}
      <dl className="facts">
        {dueAt !== null && (
          <Fact name={t("deliveries.due")}>
            <TimeAgo at={dueAt} />
          </Fact>
        )}
        {sentAt !== null && (
          <Fact name={t("deliveries.sentAt")}>
            <TimeAgo at={sentAt} />
          </Fact>
        )}
        <Fact name={t("deliveries.since")}>
          <TimeAgo at={createdAt} />
        </Fact>
        <Fact name={t("deliveries.way")}>{t(MODE_TEXT[mode])}</Fact>
        <Fact name={t("organisation.label")}>
          <OrganisationName id={organisationId} />
        </Fact>
        {kinds.length > 0 && (
          <Fact name={t("notifications.what")}>{kinds.map((kind) => t(KIND_TEXT[kind])).join(", ")}</Fact>
        )}
      </dl>
      <Attempts attempts={attempts} />
      {mayResend && (
        <section className="acts" aria-label={t("alert.acts")}>
          <p className="quiet">{t("deliveries.resend.says")}</p>
          <div className="act-row">
            <Button loading={resend.isPending} onClick={() => resend.mutate(() => hub.deliveries.resend(id))}>
              {t("deliveries.resend")}
            </Button>
          </div>
        </section>
      )}
      {resend.error !== null && <ProblemNotice error={resend.error} />}
    </>
  );
}

function Attempts({ attempts }: Pick<Detail, "attempts">) {
  const { t } = useTexts();
  if (attempts.length === 0) return <p className="quiet">{t("attempts.none")}</p>;
  return (
    <section aria-label={t("attempts.title")}>
      <h3>{t("attempts.title")}</h3>
      <ol className="attempts">
        {attempts.map(({ number, startedAt, outcome, reason }) => (
          <li key={number}>
            <time dateTime={startedAt}>{exactTime(startedAt)}</time>
            <span>
              {reason === null ? (
                outcome === null && t("attempts.interrupted")
              ) : (
                <DeliveryReasonText reason={reason} />
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
