// SPDX-License-Identifier: Apache-2.0
/** One provider: asked whether it is one, what its groups give, changing it, off and away. */
import type { IdentityProvider } from "@fengsui/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { Panel } from "../../../parts/panel.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { GroupRoleRows } from "./group-role-rows.tsx";
import { ProposeForm } from "./propose-form.tsx";
import { isComplete, ProviderFields } from "./provider-fields.tsx";
import { ProviderState } from "./provider-state.tsx";
import { groupRolesQuery } from "./queries.ts";

const CHANGED = ["identity-providers", "sign-in-providers", "group-roles"];

interface PanelProps {
  readonly provider: IdentityProvider;
  readonly onClose: () => void;
}

export function ProviderPanel({ provider, onClose }: PanelProps) {
  const { t } = useTexts();
  const { id, name, issuer, groupsClaim, isEnabled } = provider;
  const act = useAct(CHANGED);
  const check = useMutation({ mutationFn: () => hub.providers.check(id) });
  return (
    <Panel label={t("providers.one")} head={<ProviderState isEnabled={isEnabled} />} onClose={onClose}>
      <h2 className="panel-title">{name}</h2>
      <p>
        <code>{issuer}</code>
      </p>
      <p className="quiet">
        {t("providers.groupsClaim")}: <code>{groupsClaim}</code> · <TimeAgo at={provider.createdAt} />
      </p>
      <div className="act-row">
        <Switch
          aria-label={t("providers.on")}
          checked={isEnabled}
          loading={act.isPending}
          onChange={(next) => act.mutate(() => hub.providers.change(id, { isEnabled: next }))}
        />
        <Button loading={check.isPending} onClick={() => check.mutate()}>
          {t("providers.check")}
        </Button>
      </div>
      {check.isSuccess && <p role="status">{t("providers.check.done")}</p>}
      {check.error !== null && <ProblemNotice error={check.error} />}
      {act.error !== null && <ProblemNotice error={act.error} />}
      <Groups provider={provider} />
      <EditForm key={provider.changedAt} provider={provider} />
      <Removal provider={provider} onClose={onClose} />
    </Panel>
  );
}

function Groups({ provider }: { readonly provider: IdentityProvider }) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(groupRolesQuery);
  const rows = data?.filter(({ providerId }) => providerId === provider.id);
  return (
    <section className="acts" aria-label={t("providers.groups")}>
      <h3>{t("providers.groups")}</h3>
      <p className="quiet">{t("providers.groups.says")}</p>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {rows?.length === 0 && <p className="quiet">{t("providers.groups.none")}</p>}
      {rows !== undefined && rows.length > 0 && (
        <GroupRoleRows rows={rows} by="organisation" mayAccept={false} />
      )}
      <details>
        <summary>{t("groupRoles.add")}</summary>
        <ProposeForm provider={provider} />
      </details>
    </section>
  );
}

function EditForm({ provider }: { readonly provider: IdentityProvider }) {
  const { t } = useTexts();
  const [draft, setDraft] = useState({ ...provider, clientSecret: "" });
  const save = useAct(CHANGED);
  const { name, clientId, clientSecret, scopes, makesAccounts, trustsSecondFactor } = draft;
  const secret = clientSecret === "" ? {} : { clientSecret };
  const change = { name, clientId, scopes, makesAccounts, trustsSecondFactor, ...secret };
  return (
    <details>
      <summary>{t("providers.edit")}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(() => hub.providers.change(provider.id, change));
        }}
      >
        <ProviderFields draft={draft} isNew={false} onChange={(part) => setDraft({ ...draft, ...part })} />
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

function Removal({ provider, onClose }: PanelProps) {
  const { t } = useTexts();
  const act = useAct(CHANGED);
  const remove = async () => {
    await hub.providers.remove(provider.id);
    onClose();
  };
  return (
    <details>
      <summary>{t("providers.remove")}</summary>
      <p className="quiet">{t("providers.remove.says")}</p>
      <div className="act-row">
        <Button loading={act.isPending} onClick={() => act.mutate(remove)}>
          {t("providers.remove.act", { provider: provider.name })}
        </Button>
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
    </details>
  );
}
