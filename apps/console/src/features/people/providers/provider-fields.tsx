// SPDX-License-Identifier: Apache-2.0
/** What a provider is to the hub. Who it is and where it names groups is asked for once: roles are accepted of that. */
import type { IdentityProvider } from "@fengsui/contract";
import { Checkbox, Input } from "antd";
import type { TextKey } from "../../../app/texts.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";

export type ProviderDraft = Pick<
  IdentityProvider,
  "name" | "issuer" | "clientId" | "groupsClaim" | "scopes" | "makesAccounts" | "trustsSecondFactor"
> & {
  /** It goes in, and is never shown. */
  readonly clientSecret: string;
};

export const NEW_DRAFT: ProviderDraft = {
  name: "",
  issuer: "https://",
  clientId: "",
  clientSecret: "",
  groupsClaim: "groups",
  scopes: "openid profile email",
  makesAccounts: false,
  trustsSecondFactor: false,
};

export function isComplete({ name, issuer, clientId, groupsClaim, scopes }: ProviderDraft): boolean {
  return [name, clientId, groupsClaim, scopes].every((text) => text.trim() !== "") && URL.canParse(issuer);
}

interface FieldsProps {
  readonly draft: ProviderDraft;
  readonly isNew: boolean;
  readonly onChange: (part: Partial<ProviderDraft>) => void;
}

type TextField = "name" | "issuer" | "clientId" | "groupsClaim" | "scopes";
const TEXTS: Readonly<Record<TextField, { readonly label: TextKey; readonly help: TextKey }>> = {
  name: { label: "providers.name", help: "providers.name.help" },
  issuer: { label: "providers.issuer", help: "providers.issuer.help" },
  clientId: { label: "providers.clientId", help: "providers.clientId.help" },
  groupsClaim: { label: "providers.groupsClaim", help: "providers.groupsClaim.help" },
  scopes: { label: "providers.scopes", help: "providers.scopes.help" },
};

export function ProviderFields({ draft, isNew, onChange }: FieldsProps) {
  const { t } = useTexts();
  const text = (name: TextField) => (
    <Field label={t(TEXTS[name].label)} help={t(TEXTS[name].help)}>
      {(ids) => (
        <Input
          {...ids}
          required
          autoComplete="off"
          value={draft[name]}
          onChange={({ target }) => onChange({ [name]: target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      {text("name")}
      {isNew && text("issuer")}
      {text("clientId")}
      <Field
        label={t("providers.secret")}
        help={t(isNew ? "providers.secret.help" : "providers.secret.help.kept")}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            maxLength={1_000}
            value={draft.clientSecret}
            onChange={({ target }) => onChange({ clientSecret: target.value })}
          />
        )}
      </Field>
      {isNew && text("groupsClaim")}
      {text("scopes")}
      <Checkbox
        checked={draft.makesAccounts}
        onChange={({ target }) => onChange({ makesAccounts: target.checked })}
      >
        {t("providers.makesAccounts")}
      </Checkbox>
      <Checkbox
        checked={draft.trustsSecondFactor}
        onChange={({ target }) => onChange({ trustsSecondFactor: target.checked })}
      >
        {t("providers.trustsSecondFactor")}
      </Checkbox>
    </>
  );
}
