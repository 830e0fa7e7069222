// SPDX-License-Identifier: Apache-2.0
/** The secret of a webhook, the only time that it is shown. */
import { useTexts } from "../../../app/use-texts.ts";
import { CopyButton } from "../../../parts/copy-button.tsx";

export function SecretOnce({ secret }: { readonly secret: string }) {
  const { t } = useTexts();
  return (
    <section className="key-once" role="status">
      <strong>{t("webhooks.secret")}</strong>
      <div className="act-row">
        <code>{secret}</code>
        <CopyButton text={secret} />
      </div>
      <p className="quiet">{t("webhooks.secret.once")}</p>
    </section>
  );
}
