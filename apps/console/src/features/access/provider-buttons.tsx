// SPDX-License-Identifier: Apache-2.0
/** One button for each provider that one can sign in with; nothing where there is none. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { hub } from "../../app/hub.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { keepNext, signInProvidersQuery } from "./provider-return.ts";

interface ProviderButtonsProps {
  /** Where it goes on afterwards. */
  readonly next: string | undefined;
  /** With it, a new account is made. */
  readonly invitation?: string;
  readonly text?: TextKey;
}

export function ProviderButtons({ next, invitation, text = "signIn.by" }: ProviderButtonsProps) {
  const { t } = useTexts();
  const { data = [] } = useQuery(signInProvidersQuery);
  const enter = useMutation({
    mutationFn: (id: string) => hub.identities.enter(id, invitation === undefined ? {} : { invitation }),
    onSuccess: (url) => {
      keepNext(next);
      window.location.assign(url);
    },
  });
  if (data.length === 0) return null;
  return (
    <div className="acts">
      <p className="quiet">{t("signIn.orBy")}</p>
      {data.map(({ id, name }) => (
        <Button
          key={id}
          block
          loading={enter.variables === id && (enter.isPending || enter.isSuccess)}
          disabled={enter.isPending}
          onClick={() => enter.mutate(id)}
        >
          {t(text, { provider: name })}
        </Button>
      ))}
      {enter.error !== null && <ProblemNotice error={enter.error} />}
    </div>
  );
}
