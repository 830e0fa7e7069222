// SPDX-License-Identifier: Apache-2.0
/** What can act in an organisation by a key: its administrators take that from a key of anybody. */
import { useQuery } from "@tanstack/react-query";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Card } from "../../../parts/card.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { KeyRows } from "./key-rows.tsx";
import { KEY_LISTS, organisationKeysQuery } from "./queries.ts";

interface OrganisationKeysProps {
  readonly organisation: { readonly id: string; readonly name: string };
}

export function OrganisationKeys({ organisation: { id, name } }: OrganisationKeysProps) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(organisationKeysQuery(id));
  const limit = useAct(KEY_LISTS);
  return (
    <Card title={t("keys.organisation", { name })}>
      <p className="quiet">{t("keys.organisation.says")}</p>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {limit.error !== null && <ProblemNotice error={limit.error} />}
      {data?.length === 0 && <p>{t("keys.organisation.none")}</p>}
      <KeyRows
        keys={(data ?? []).map((key) => ({ ...key, scopes: key.allowedScopes }))}
        actName="withdraw"
        isBusy={limit.isPending}
        onAct={(key) => limit.mutate(() => hub.organisationKeys.limit(id, key.id, []))}
      />
    </Card>
  );
}
