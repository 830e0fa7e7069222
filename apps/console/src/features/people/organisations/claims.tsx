// SPDX-License-Identifier: Apache-2.0
/** What an organisation says that it answers for, and how each is proved; to those whom it concerns. */
import { CLAIM_KINDS, type Claim, type ClaimKind } from "@fengsui/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { ClaimLine } from "./claim-line.tsx";
import { claimsQuery } from "./queries.ts";
import { CLAIM_KIND_TEXT } from "./words.ts";

interface ClaimsProps {
  readonly organisationId: string;
  /** Of it, an administrator: says what is its own. */
  readonly mayClaim: boolean;
  readonly mayConfirm: boolean;
}

export function Claims({ organisationId, mayClaim, mayConfirm }: ClaimsProps) {
  const { t } = useTexts();
  const { data, error } = useQuery(claimsQuery(organisationId));
  if (error !== null) return <ProblemNotice error={error} />;
  if (data === undefined) return null;
  return (
    <section aria-label={t("claims.title")}>
      <h3>{t("claims.title")}</h3>
      <p className="quiet">{t("claims.lead")}</p>
      {data.length === 0 && <p className="quiet">{t("claims.none")}</p>}
      <ul className="claims">
        {data.map((claim: Claim) => (
          <ClaimLine key={claim.id} claim={claim} mayKeep={mayClaim || mayConfirm} mayConfirm={mayConfirm} />
        ))}
      </ul>
      {mayClaim && <NewClaim organisationId={organisationId} />}
    </section>
  );
}

function NewClaim({ organisationId }: { readonly organisationId: string }) {
  const { t } = useTexts();
  const queries = useQueryClient();
  const [kind, setKind] = useState<ClaimKind>("domain");
  const [value, setValue] = useState("");
  const add = useMutation({
    mutationFn: () => hub.constituency.claim(organisationId, { kind, value: value.trim() }),
    onSuccess: async () => {
      setValue("");
      await queries.invalidateQueries({ queryKey: claimsQuery(organisationId).queryKey });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <div className="claim-row">
        <Select
          aria-label={t("claims.kind")}
          value={kind}
          options={CLAIM_KINDS.map((one) => ({ value: one, label: t(CLAIM_KIND_TEXT[one]) }))}
          onChange={setKind}
        />
        <Input
          aria-label={t("claims.value")}
          placeholder={t("claims.value.help")}
          maxLength={300}
          value={value}
          onChange={({ target }) => setValue(target.value)}
        />
        <Button htmlType="submit" disabled={value.trim() === ""} loading={add.isPending}>
          {t("claims.add")}
        </Button>
      </div>
      {add.error !== null && <ProblemNotice error={add.error} />}
    </form>
  );
}
