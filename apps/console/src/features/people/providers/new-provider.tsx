// SPDX-License-Identifier: Apache-2.0
/** A new provider; beside it, what has to be registered there. */
import { Button } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { isComplete, NEW_DRAFT, ProviderFields } from "./provider-fields.tsx";

export function NewProviderForm({ onDone }: { readonly onDone: (id: string) => void }) {
  const { t } = useTexts();
  const [draft, setDraft] = useState(NEW_DRAFT);
  const create = useAct(["identity-providers", "sign-in-providers"]);
  const { clientSecret, ...wanted } = draft;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(async () => {
          const secret = clientSecret === "" ? {} : { clientSecret };
          onDone((await hub.providers.create({ ...wanted, ...secret })).id);
        });
      }}
    >
      <p>
        {t("providers.redirect")} <code>{`${window.location.origin}/sign-in/return`}</code>
      </p>
      <ProviderFields draft={draft} isNew onChange={(part) => setDraft({ ...draft, ...part })} />
      {create.error !== null && <ProblemNotice error={create.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={!isComplete(draft)} loading={create.isPending}>
          {t("providers.create")}
        </Button>
      </div>
    </form>
  );
}
