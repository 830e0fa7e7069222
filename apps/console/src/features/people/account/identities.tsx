// SPDX-License-Identifier: Apache-2.0
/** The accounts elsewhere that one signs in with: connected, and disconnected again. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Card } from "../../../parts/card.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { identitiesQuery, signInProvidersQuery } from "../../access/provider-return.ts";

/** Nothing, where there is no provider and never was. */
export function Identities() {
  const { t } = useTexts();
  const { data: providers = [] } = useQuery(signInProvidersQuery);
  const { data: identities = [], error, refetch } = useQuery(identitiesQuery);
  const disconnect = useAct(["identities"]);
  const connect = useMutation({
    mutationFn: (id: string) => hub.identities.connect(id),
    onSuccess: (url) => window.location.assign(url),
  });
  const failure = disconnect.error ?? connect.error;
  const others = providers.filter(({ id }) => identities.every(({ providerId }) => providerId !== id));
  if (providers.length + identities.length === 0) return null;
  return (
    <Card title={t("identities.title")}>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      <p className="quiet">{t("identities.says")}</p>
      <ul className="holders">
        {identities.map(({ id, issuer, providerName, label, usedAt }) => (
          <li key={id}>
            <p>
              <strong title={issuer}>{providerName ?? issuer}</strong> · {label}
            </p>
            <p className="quiet">
              {t("identities.used")} <TimeAgo at={usedAt} />
            </p>
            <div className="act-row">
              <Button
                aria-label={t("identities.disconnect.of", { label })}
                loading={disconnect.isPending}
                onClick={() => disconnect.mutate(() => hub.identities.remove(id))}
              >
                {t("identities.disconnect")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {failure !== null && <ProblemNotice error={failure} />}
      <div className="act-row">
        {others.map(({ id, name }) => (
          <Button
            key={id}
            loading={connect.variables === id && (connect.isPending || connect.isSuccess)}
            onClick={() => connect.mutate(id)}
          >
            {t("identities.connect", { provider: name })}
          </Button>
        ))}
      </div>
    </Card>
  );
}
