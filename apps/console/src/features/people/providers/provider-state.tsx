// SPDX-License-Identifier: Apache-2.0
import type { IdentityProvider } from "@fengsui/contract";
import { useTexts } from "../../../app/use-texts.ts";

export function ProviderState({ isEnabled }: Pick<IdentityProvider, "isEnabled">) {
  const { t } = useTexts();
  return (
    <span className={isEnabled ? "health" : "health health-off"}>
      {t(isEnabled ? "providers.on" : "providers.off")}
    </span>
  );
}
