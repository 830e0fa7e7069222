// SPDX-License-Identifier: Apache-2.0
/** By what else an asset is known, from now on or from a time. */
import type { Asset, IdentifierKind } from "@fengsui/contract";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { type NewIdentifierInput, useLedgerAct } from "../queries.ts";
import { IDENTIFIER_TEXT, IDENTIFIERS_OF } from "./kinds.ts";

interface AddProps {
  readonly asset: Asset;
  readonly onDone: () => void;
}

export function AddIdentifier({ asset, onDone }: AddProps) {
  const { t } = useTexts();
  const [first = "hostname"] = IDENTIFIERS_OF[asset.kind];
  const [kind, setKind] = useState<IdentifierKind>(first);
  const [value, setValue] = useState("");
  const add = useLedgerAct((wanted: NewIdentifierInput) => hub.ledger.assets.identify(asset.id, wanted));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ kind, value: value.trim() }, { onSuccess: onDone });
      }}
    >
      <div className="form-row">
        <Select<IdentifierKind>
          aria-label={t("identifier.kind")}
          value={kind}
          options={IDENTIFIERS_OF[asset.kind].map((one) => ({ value: one, label: t(IDENTIFIER_TEXT[one]) }))}
          onChange={setKind}
        />
        <Input
          autoFocus
          aria-label={t("identifier.value")}
          maxLength={500}
          value={value}
          onChange={({ target }) => setValue(target.value)}
        />
        <Button type="primary" htmlType="submit" disabled={value.trim() === ""} loading={add.isPending}>
          {t("identifier.add.act")}
        </Button>
        <Button type="text" onClick={onDone}>
          {t("action.cancel")}
        </Button>
      </div>
      {add.error !== null && <ProblemNotice error={add.error} />}
    </form>
  );
}
