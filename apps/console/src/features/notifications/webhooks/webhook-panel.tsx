// SPDX-License-Identifier: Apache-2.0
/** One webhook: trying it, its last calls, changing it, a new secret, off and away. */
import type { Webhook } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Switch } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { colleaguesQuery } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { DeliveryStateText } from "../deliveries/delivery-state.tsx";
import { DeliveryWhat } from "../deliveries/delivery-what.tsx";
import { webhookDeliveriesQuery } from "../queries.ts";
import { SecretOnce } from "./secret-once.tsx";
import { isComplete, WebhookFields } from "./webhook-fields.tsx";
import { WebhookState } from "./webhook-state.tsx";

interface PanelProps {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

export function WebhookPanel({ webhook, onClose }: PanelProps) {
  const { t } = useTexts();
  const { id, name, url, isEnabled, disabledReason } = webhook;
  const act = useAct(["webhooks", "deliveries"]);
  return (
    <Panel label={t("webhooks.one")} head={<WebhookState webhook={webhook} />} onClose={onClose}>
      <h2 className="panel-title">{name}</h2>
      <p>
        <code>{url}</code>
      </p>
      <p className="quiet">
        <Maker webhook={webhook} /> · <TimeAgo at={webhook.createdAt} />
      </p>
      {disabledReason !== null && <p className="why">{disabledReason}</p>}
      <div className="act-row">
        <Switch
          aria-label={t("webhooks.on")}
          checked={isEnabled}
          loading={act.isPending}
          onChange={(next) => act.mutate(() => hub.webhooks.change(id, { isEnabled: next }))}
        />
        <Button disabled={!isEnabled} onClick={() => act.mutate(() => hub.webhooks.test(id))}>
          {t("webhooks.test")}
        </Button>
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <LastCalls webhookId={id} />
      <EditForm key={webhook.changedAt} webhook={webhook} />
      <Secret webhook={webhook} />
      <Removal webhook={webhook} onClose={onClose} />
    </Panel>
  );
}

/** A webhook goes on without who made it: the others are to see whose it is. */
function Maker({ webhook: { createdBy } }: { readonly webhook: Webhook }) {
  const { t } = useTexts();
  const { data: colleagues } = useQuery(colleaguesQuery);
  if (colleagues === undefined) return null;
  const name = colleagues.find(({ id }) => id === createdBy)?.name;
  return name === undefined ? t("webhooks.maker.gone") : t("webhooks.maker", { name });
}

function LastCalls({ webhookId }: { readonly webhookId: string }) {
  const { t } = useTexts();
  const { data } = useQuery(webhookDeliveriesQuery(webhookId));
  return (
    <section aria-label={t("webhooks.lastCalls")}>
      <h3>{t("webhooks.lastCalls")}</h3>
      {data?.length === 0 && <p className="quiet">{t("webhooks.noCalls")}</p>}
      <ul className="lines">
        {data?.map((delivery) => (
          <li key={delivery.id}>
            <Link to="/notifications" search={{ view: "deliveries", open: delivery.id }}>
              <DeliveryWhat delivery={delivery} />
            </Link>
            <span>
              <DeliveryStateText delivery={delivery} />{" "}
              <span className="quiet">
                <TimeAgo at={delivery.createdAt} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function EditForm({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTexts();
  const [draft, setDraft] = useState(webhook);
  const save = useAct(["webhooks"]);
  const { name, url, kinds, lowestLevel } = draft;
  const change = { name: name.trim(), url: url.trim(), kinds: [...kinds], lowestLevel };
  return (
    <details>
      <summary>{t("webhooks.edit")}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(() => hub.webhooks.change(webhook.id, change));
        }}
      >
        <WebhookFields
          draft={draft}
          onChange={(part) => setDraft({ ...draft, ...part, kinds: [...(part.kinds ?? draft.kinds)] })}
        />
        {save.error !== null && <ProblemNotice error={save.error} />}
        <div className="act-row">
          <Button htmlType="submit" disabled={!isComplete(draft)} loading={save.isPending}>
            {t("action.save")}
          </Button>
        </div>
      </form>
    </details>
  );
}

function Secret({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTexts();
  const [secret, setSecret] = useState<string>();
  const act = useAct(["webhooks"]);
  const rotate = async () => setSecret((await hub.webhooks.rotate(webhook.id)).secret);
  return (
    <section className="acts" aria-label={t("webhooks.secret")}>
      {secret !== undefined && <SecretOnce secret={secret} />}
      {webhook.previousSecretUntil !== null && (
        <p className="quiet">
          {t("webhooks.secret.overlap")} <TimeAgo at={webhook.previousSecretUntil} />
        </p>
      )}
      <p className="quiet">{t("webhooks.rotate.says")}</p>
      <div className="act-row">
        <Button loading={act.isPending} onClick={() => act.mutate(rotate)}>
          {t("webhooks.rotate")}
        </Button>
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
    </section>
  );
}

function Removal({ webhook, onClose }: PanelProps) {
  const { t } = useTexts();
  const act = useAct(["webhooks"]);
  const remove = async () => {
    await hub.webhooks.remove(webhook.id);
    onClose();
  };
  return (
    <section className="acts" aria-label={t("webhooks.remove")}>
      <p className="quiet">{t("webhooks.remove.says")}</p>
      <div className="act-row">
        <Button loading={act.isPending} onClick={() => act.mutate(remove)}>
          {t("webhooks.remove")}
        </Button>
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
    </section>
  );
}
