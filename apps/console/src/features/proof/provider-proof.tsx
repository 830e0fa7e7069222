// SPDX-License-Identifier: Apache-2.0
/**
 * Signing in anew at a provider that one's account is connected with. It happens in a window of its own, so that what
 * waits for the proof here waits on; that window tells when it is given.
 */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { hub } from "../../app/hub.ts";
import { whenProved } from "../../app/proof-elsewhere.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { identitiesQuery, keepNext, usableProviders } from "../access/provider-return.ts";

const WINDOW = "popup,width=520,height=720";

export function ProviderProof({ onGiven }: { readonly onGiven: () => void }) {
  const { t } = useTexts();
  const { data = [] } = useQuery(identitiesQuery);
  useEffect(() => whenProved(onGiven), [onGiven]);
  const begin = useMutation({
    mutationFn: async ({ id, opened }: { readonly id: string; readonly opened: Window | null }) => {
      try {
        // Where the browser opens none, the way goes through this one.
        (opened ?? window).location.assign(await hub.identities.prove(id));
      } catch (error) {
        opened?.close();
        throw error;
      }
    },
  });
  const providers = usableProviders(data);
  if (providers.length === 0) return null;
  return (
    <div className="acts">
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          block
          disabled={begin.isPending}
          onClick={() => {
            keepNext(`${window.location.pathname}${window.location.search}`);
            // At once: later the browser would not take it for what was pressed.
            begin.mutate({ id, opened: window.open("about:blank", "_blank", WINDOW) });
          }}
        >
          {t("proof.by", { provider: name })}
        </Button>
      ))}
      {begin.isSuccess && <p role="status">{t("proof.by.waits")}</p>}
      {begin.error !== null && <ProblemNotice error={begin.error} />}
    </div>
  );
}
