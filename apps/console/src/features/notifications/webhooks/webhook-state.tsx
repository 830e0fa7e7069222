// SPDX-License-Identifier: Apache-2.0
import type { Webhook } from "@fengsui/contract";
import { useTexts } from "../../../app/use-texts.ts";

export function WebhookState({ webhook }: { readonly webhook: Pick<Webhook, "isEnabled"> }) {
  const { t } = useTexts();
  return (
    <span className={webhook.isEnabled ? "health" : "health health-off"}>
      {t(webhook.isEnabled ? "webhooks.on" : "webhooks.off")}
    </span>
  );
}
