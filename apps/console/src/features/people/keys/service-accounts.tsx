// SPDX-License-Identifier: Apache-2.0
/** The programs of an organisation, for its administrators: made, given keys, ended. */
import { SERVICE_ROLES, type ServiceAccount, type ServiceRole } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Card } from "../../../parts/card.tsx";
import { Choices } from "../../../parts/choices.tsx";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { ROLE_TEXT } from "../role-text.ts";
import { KeyDialog } from "./key-dialog.tsx";
import { KeyRows } from "./key-rows.tsx";
import { KEY_LISTS, serviceAccountsQuery } from "./queries.ts";

interface OfOrganisation {
  readonly organisation: { readonly id: string; readonly name: string };
}

export function ServiceAccounts({ organisation }: OfOrganisation) {
  const { t } = useTexts();
  const { data, error, refetch } = useQuery(serviceAccountsQuery(organisation.id));
  return (
    <Card title={t("keys.accounts", { name: organisation.name })}>
      <p className="quiet">{t("keys.accounts.says")}</p>
      {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.map((account) => (
        <OneAccount key={account.id} organisationId={organisation.id} account={account} />
      ))}
      <NewAccount organisationId={organisation.id} />
    </Card>
  );
}

interface OneAccountProps {
  readonly organisationId: string;
  readonly account: ServiceAccount;
}

function OneAccount({ organisationId, account: { id, name, role, keys } }: OneAccountProps) {
  const { t } = useTexts();
  const [isNew, setNew] = useState(false);
  const act = useAct(KEY_LISTS);
  return (
    <section aria-label={name}>
      <p>
        <strong>{name}</strong> · {t(ROLE_TEXT[role].name)}
      </p>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <KeyRows
        keys={keys}
        actName="revoke"
        isBusy={act.isPending}
        onAct={(key) => act.mutate(() => hub.keys.revoke(key.id))}
      />
      <div className="act-row">
        <Button aria-label={t("keys.new.of", { name })} onClick={() => setNew(true)}>
          {t("keys.new")}
        </Button>
        <Button
          aria-label={t("keys.accounts.end.of", { name })}
          disabled={act.isPending}
          onClick={() => act.mutate(() => hub.serviceAccounts.end(organisationId, id))}
        >
          {t("keys.accounts.end")}
        </Button>
      </div>
      {isNew && (
        <KeyDialog
          make={(wanted) => hub.serviceAccounts.createKey(organisationId, id, wanted)}
          onClose={() => setNew(false)}
        />
      )}
    </section>
  );
}

function NewAccount({ organisationId }: { readonly organisationId: string }) {
  const { t } = useTexts();
  const [name, setName] = useState("");
  const [role, setRole] = useState<ServiceRole>("viewer");
  const create = useAct(KEY_LISTS);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(async () => {
          await hub.serviceAccounts.create(organisationId, { name: name.trim(), role });
          setName("");
        });
      }}
    >
      <Field label={t("keys.accounts.name")} help={t("keys.accounts.name.help")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={150}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
      <Choices
        label={t("people.role")}
        value={role}
        choices={SERVICE_ROLES.map((value) => ({ value, label: t(ROLE_TEXT[value].name) }))}
        onChange={setRole}
      />
      {create.error !== null && <ProblemNotice error={create.error} />}
      <div className="act-row">
        <Button htmlType="submit" disabled={name.trim() === ""} loading={create.isPending}>
          {t("keys.accounts.create")}
        </Button>
      </div>
    </form>
  );
}
