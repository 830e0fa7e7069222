// SPDX-License-Identifier: Apache-2.0
/** One's own passkeys: what they are called, when each was used, one more, one less. */
import type { Passkey } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { HAS_PASSKEYS, isGivenUp } from "../../../app/passkeys.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Card } from "../../../parts/card.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { NewPasskey } from "./new-passkey.tsx";
import { passkeysQuery, useRemovePasskey } from "./queries.ts";
import { RenamePasskey } from "./rename-passkey.tsx";

export function Passkeys() {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(passkeysQuery);
  const [isAdding, setIsAdding] = useState(false);
  const [renamed, setRenamed] = useState<Passkey>();
  const remove = useRemovePasskey();
  const mayAdd = HAS_PASSKEYS && data?.address === window.location.origin;
  return (
    <Card title={t("passkeys.title")}>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.passkeys.length === 0 && <p>{t("passkeys.none")}</p>}
      {remove.error !== null && !isGivenUp(remove.error) && <ProblemNotice error={remove.error} />}
      {data !== undefined && data.passkeys.length > 0 && (
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">{t("passkeys.name")}</th>
              <th scope="col">{t("account.sessions.lastSeen")}</th>
              <th scope="col">
                <span className="unseen">{t("alert.acts")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.passkeys.map((passkey) => {
              const { id, name, lastUsedAt, isBackedUp } = passkey;
              return (
                <tr key={id}>
                  <td>
                    {name}
                    <p className="quiet">{t(isBackedUp ? "passkeys.synced" : "passkeys.oneDevice")}</p>
                  </td>
                  <td>{lastUsedAt === null ? t("passkeys.unused") : <TimeAgo at={lastUsedAt} />}</td>
                  <td className="acts-cell">
                    <Button
                      aria-label={t("passkeys.rename.of", { name })}
                      onClick={() => setRenamed(passkey)}
                    >
                      {t("passkeys.rename")}
                    </Button>
                    <Button
                      aria-label={t("passkeys.remove.of", { name })}
                      loading={remove.isPending && remove.variables === id}
                      onClick={() => remove.mutate(id)}
                    >
                      {t("passkeys.remove")}
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {data !== undefined && !mayAdd && <Elsewhere address={data.address} />}
      <div className="act-row">
        {mayAdd && <Button onClick={() => setIsAdding(true)}>{t("passkeys.add")}</Button>}
      </div>
      {renamed !== undefined && <RenamePasskey passkey={renamed} onClose={() => setRenamed(undefined)} />}
      {isAdding && <NewPasskey onClose={() => setIsAdding(false)} />}
    </Card>
  );
}

/** They are of an address with a name. */
function Elsewhere({ address }: { readonly address: string | null }) {
  const { t } = useTexts();
  if (address === null || address === window.location.origin)
    return <p className="quiet">{t("passkeys.cannot")}</p>;
  return (
    <p className="quiet">
      {t("passkeys.elsewhere")} <a href={`${address}/account`}>{address}</a>
    </p>
  );
}
