// SPDX-License-Identifier: Apache-2.0
/** A new key, and then the key itself, the only time that it is shown. */
import { type CreatedKey, KEY_SCOPES, type KeyScope } from "@fengsui/contract";
import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { Choices } from "../../../parts/choices.tsx";
import { CopyButton } from "../../../parts/copy-button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { KEY_LISTS } from "./queries.ts";

const DAY_MS = 86_400_000;
const DAYS = ["7", "30", "90", "365"] as const;

interface Wanted {
  readonly name: string;
  readonly scopes: KeyScope[];
  readonly expiresAt: string;
}

interface KeyDialogProps {
  /** Not of a program, which is never named and has no role of the hub. */
  readonly isOfPerson?: boolean;
  readonly hasHubRole?: boolean;
  readonly make: (wanted: Wanted) => Promise<CreatedKey>;
  readonly onClose: () => void;
}

export function KeyDialog({ make, onClose, ...whose }: KeyDialogProps) {
  const { t } = useTexts();
  const [secret, setSecret] = useState<string>();
  return (
    <Dialog title={t("keys.new")} isWide onClose={onClose}>
      {secret === undefined ? (
        <KeyForm {...whose} onMake={async (wanted) => setSecret((await make(wanted)).secret)} />
      ) : (
        <KeyOnce secret={secret} onClose={onClose} />
      )}
    </Dialog>
  );
}

function KeyOnce({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const { t } = useTexts();
  const line = `curl -H "Authorization: Bearer ${secret}" ${window.location.origin}/api/v1/keys/current`;
  return (
    <>
      <section className="key-once" role="status">
        <strong>{t("keys.once")}</strong>
        <div className="act-row">
          <code>{secret}</code>
          <CopyButton text={secret} />
        </div>
        <p className="quiet">{t("keys.once.hint")}</p>
      </section>
      <section className="key-once" aria-label={t("keys.try")}>
        <strong>{t("keys.try")}</strong>
        <div className="act-row">
          <code>{line}</code>
          <CopyButton text={line} />
        </div>
      </section>
      <div className="act-row">
        <Button type="primary" onClick={onClose}>
          {t("keys.done")}
        </Button>
      </div>
    </>
  );
}

interface KeyFormProps extends Pick<KeyDialogProps, "isOfPerson" | "hasHubRole"> {
  readonly onMake: (wanted: Wanted) => Promise<void>;
}

function KeyForm({ isOfPerson = false, hasHubRole = false, onMake }: KeyFormProps) {
  const { t } = useTexts();
  const [name, setName] = useState("");
  const [days, setDays] = useState<(typeof DAYS)[number]>("90");
  const [scopes, setScopes] = useState<readonly KeyScope[]>([]);
  const create = useAct(KEY_LISTS);
  const offered = KEY_SCOPES.filter((scope) =>
    scope === "named:read" ? isOfPerson : scope === "hub:roles" ? hasHubRole : true,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const expiresAt = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
        create.mutate(() => onMake({ name: name.trim(), scopes: [...scopes], expiresAt }));
      }}
    >
      <Field label={t("keys.name")} help={t("keys.name.help")}>
        {(ids) => (
          <Input
            {...ids}
            required
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <fieldset className="boxes">
        <legend>{t("keys.scopes")}</legend>
        {offered.map((scope) => (
          <Checkbox
            key={scope}
            checked={scopes.includes(scope)}
            onChange={({ target }) =>
              setScopes(target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
            }
          >
            <code>{scope}</code>
          </Checkbox>
        ))}
      </fieldset>
      <small className="quiet">{t("keys.scopes.help")}</small>
      <div className="field">
        <span className="field-label">{t("keys.days")}</span>
        <Choices
          label={t("keys.days")}
          value={days}
          choices={DAYS.map((value) => ({ value, label: t("keys.days.some", { days: value }) }))}
          onChange={setDays}
        />
      </div>
      {create.error !== null && <ProblemNotice error={create.error} />}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={name.trim() === "" || scopes.length === 0}
          loading={create.isPending}
        >
          {t("keys.make")}
        </Button>
      </div>
    </form>
  );
}
