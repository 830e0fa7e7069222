// SPDX-License-Identifier: Apache-2.0
/** Some of what an asset is known by becomes an asset of its own. */
import type { Asset } from "@fengsui/contract";
import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Field } from "../../../parts/field.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useLedgerAct } from "../queries.ts";
import { IDENTIFIER_TEXT } from "./kinds.ts";

interface FormProps {
  readonly asset: Asset;
  readonly onDone: (asset: Asset) => void;
}

export function SplitForm({ asset, onDone }: FormProps) {
  const { t } = useTexts();
  const [identifierIds, setIdentifierIds] = useState<readonly string[]>([]);
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const split = useLedgerAct((wanted: Parameters<typeof hub.ledger.assets.split>[1]) =>
    hub.ledger.assets.split(asset.id, wanted),
  );
  const isSome = identifierIds.length > 0 && identifierIds.length < asset.identifiers.length;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        split.mutate({ identifierIds, name: name.trim(), reason: reason.trim() }, { onSuccess: onDone });
      }}
    >
      <fieldset className="form-part">
        <legend>{t("asset.split.says")}</legend>
        {asset.identifiers.map(({ id, kind, value }) => (
          <Checkbox
            key={id}
            checked={identifierIds.includes(id)}
            onChange={({ target }) =>
              setIdentifierIds(
                target.checked ? [...identifierIds, id] : identifierIds.filter((one) => one !== id),
              )
            }
          >
            {t(IDENTIFIER_TEXT[kind])}: {value}
          </Checkbox>
        ))}
      </fieldset>
      <Field label={t("asset.split.name")}>
        {(ids) => (
          <Input {...ids} maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />
        )}
      </Field>
      <Field label={t("suppressions.reason")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      {split.error !== null && <ProblemNotice error={split.error} />}
      <div className="act-row">
        <Button
          type="primary"
          htmlType="submit"
          disabled={!isSome || name.trim() === "" || reason.trim() === ""}
          loading={split.isPending}
        >
          {t("asset.split.act")}
        </Button>
      </div>
    </form>
  );
}
