// SPDX-License-Identifier: Apache-2.0
/** An account of the hub, for its operators: where it belongs, and whether it can be signed in with. */
import type { Account } from "@fengsui/contract";
import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useSession } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { HUB_ROLE_TEXT } from "../role-text.ts";
import { MakeLink } from "./make-link.tsx";
import { useDisableAccount, useEnableAccount } from "./queries.ts";

interface AccountPanelProps {
  readonly account: Account;
  readonly onClose: () => void;
}

export function AccountPanel({ account, onClose }: AccountPanelProps) {
  const { t } = useTexts();
  const { person } = useSession();
  const { id, name, email, createdAt, disabledAt, organisations, hubRoles } = account;
  return (
    <aside className="panel" aria-label={name}>
      <header className="panel-head">
        <span className="quiet">
          {t(disabledAt === null ? "accounts.state.inUse" : "accounts.state.disabled")}
        </span>
        <span className="grow" />
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      <h2 className="panel-title">{name}</h2>
      <dl className="facts">
        <div>
          <dt>{t("access.email")}</dt>
          <dd>{email}</dd>
        </div>
        <div>
          <dt>{t("accounts.organisations")}</dt>
          <dd>{organisations.join(" · ") || "–"}</dd>
        </div>
        <div>
          <dt>{t("accounts.hubRoles")}</dt>
          <dd>{hubRoles.map((role) => t(HUB_ROLE_TEXT[role].name)).join(" · ") || "–"}</dd>
        </div>
        <div>
          <dt>{t("accounts.since")}</dt>
          <dd>
            <TimeAgo at={createdAt} />
          </dd>
        </div>
        {disabledAt !== null && (
          <div>
            <dt>{t("accounts.disabledAt")}</dt>
            <dd>
              <TimeAgo at={disabledAt} />
            </dd>
          </div>
        )}
      </dl>
      {id !== person.id && (
        <section className="acts" aria-label={t("alert.acts")}>
          {disabledAt === null ? (
            <>
              <MakeLink name={name} make={() => hub.accounts.makePasswordLink(id)} />
              <Disable account={account} />
            </>
          ) : (
            <Enable id={id} />
          )}
        </section>
      )}
    </aside>
  );
}

function Disable({ account: { id, name } }: { readonly account: Account }) {
  const { t } = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [mayLeaveVacant, setMayLeaveVacant] = useState(false);
  const disable = useDisableAccount(id);
  if (!isAsking)
    return (
      <div className="act-row">
        <Button onClick={() => setIsAsking(true)}>{t("accounts.disable")}</Button>
      </div>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        disable.mutate({ reason, mayLeaveVacant });
      }}
    >
      <p>{t("accounts.disable.says", { name })}</p>
      <Field label={t("accounts.disable.reason")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            required
            maxLength={1000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      <Checkbox checked={mayLeaveVacant} onChange={({ target }) => setMayLeaveVacant(target.checked)}>
        {t("accounts.disable.vacant")}
      </Checkbox>
      {disable.error !== null && <ProblemNotice error={disable.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={reason.trim() === ""} loading={disable.isPending}>
          {t("accounts.disable.act")}
        </Button>
        <Button type="text" onClick={() => setIsAsking(false)}>
          {t("action.cancel")}
        </Button>
      </div>
    </form>
  );
}

function Enable({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const enable = useEnableAccount(id);
  return (
    <>
      <p className="quiet">{t("accounts.enable.says")}</p>
      <div className="act-row">
        <Button type="primary" loading={enable.isPending} onClick={() => enable.mutate()}>
          {t("accounts.enable")}
        </Button>
      </div>
      {enable.error !== null && <ProblemNotice error={enable.error} />}
    </>
  );
}
