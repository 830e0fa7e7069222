// SPDX-License-Identifier: Apache-2.0
/** The clients that one's organisation declared, and the organisations whose client it is. */
import type { OrganisationClient } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type ReactNode, useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useChosenOrganisation } from "../../../app/organisation-choice.ts";
import { useIsAtLeast, useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Empty } from "../../../parts/empty.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { OrganisationField } from "../organisation-field.tsx";
import { CLIENT_CHANGES, clientsQuery } from "../queries.ts";
import { ClientRows } from "./client-rows.tsx";

export function ClientsView({ head }: { readonly head: ReactNode }) {
  const { t } = useTexts();
  const { organisations } = useSession();
  const chosen = useChosenOrganisation();
  const organisation = organisations.find(({ id }) => id === chosen) ?? organisations[0];
  return (
    <div className="page">
      <section className="page-main" aria-label={t("sharing.clients")}>
        <header className="page-head">{head}</header>
        {organisation === undefined ? (
          <Empty title={t("sharing.clients.noOrganisation")} hint={t("sharing.clients.hint")} />
        ) : (
          <OfOrganisation key={organisation.id} organisation={organisation} />
        )}
      </section>
    </div>
  );
}

interface OfProps {
  readonly organisation: { readonly id: string; readonly name: string };
}

function OfOrganisation({ organisation }: OfProps) {
  const { t } = useTexts();
  const mayAct = useIsAtLeast("manager", organisation.id);
  const { data, error, refetch } = useQuery(clientsQuery(organisation.id));
  const isProvider = ({ providerId }: OrganisationClient) => providerId === organisation.id;
  const own = data?.filter(isProvider) ?? [];
  const providers = data?.filter((one) => !isProvider(one)) ?? [];
  if (error !== null) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <p className="quiet">{t("sharing.clients.says", { organisation: organisation.name })}</p>
      {data?.length === 0 && <Empty title={t("sharing.clients.none")} hint={t("sharing.clients.hint")} />}
      {providers.length > 0 && (
        <ClientRows title={t("sharing.providers")} rows={providers} side="client" mayAct={mayAct} />
      )}
      {own.length > 0 && (
        <ClientRows title={t("sharing.clients.own")} rows={own} side="provider" mayAct={mayAct} />
      )}
      {mayAct && <Declare organisation={organisation} known={own} />}
    </>
  );
}

function Declare({ organisation, known }: OfProps & { readonly known: readonly OrganisationClient[] }) {
  const { t } = useTexts();
  const act = useAct(CLIENT_CHANGES);
  const [chosen, setChosen] = useState<string | null>(null);
  const taken = new Set([organisation.id, ...known.map(({ clientId }) => clientId)]);
  const declare = async (id: string) => {
    await hub.organisationClients.declare(organisation.id, id);
    setChosen(null);
  };
  return (
    <form
      className="acts"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) act.mutate(() => declare(chosen));
      }}
    >
      <OrganisationField
        label={t("sharing.client.declare")}
        help={t("sharing.client.declare.help")}
        known={taken}
        chosen={chosen}
        onChoose={setChosen}
      />
      <div className="act-row">
        <Button htmlType="submit" disabled={chosen === null} loading={act.isPending}>
          {t("sharing.client.declare.act")}
        </Button>
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
    </form>
  );
}
