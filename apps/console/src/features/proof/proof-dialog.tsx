// SPDX-License-Identifier: Apache-2.0
/** That it is you who sits there, before what is dangerous. */
import type { PasswordProof as Given } from "@fengsui/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { hub } from "../../app/hub.ts";
import { proofWaysQuery } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Field } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { identitiesQuery, usableProviders } from "../access/provider-return.ts";
import { OwnPasswordField } from "./own-password-field.tsx";
import { PasskeyProof } from "./passkey-proof.tsx";
import { ProviderProof } from "./provider-proof.tsx";

interface ProofDialogProps {
  readonly onAnswer: (isGiven: boolean) => void;
}

export function ProofDialog({ onAnswer }: ProofDialogProps) {
  const { t } = useTexts();
  const { data: ways, error } = useQuery(proofWaysQuery);
  const { data: identities } = useQuery(identitiesQuery);
  return (
    <Dialog title={t("proof.title")} onClose={() => onAnswer(false)}>
      <p>{t("proof.says")}</p>
      {error !== null && <ProblemNotice error={error} />}
      {ways?.passkey === true && <PasskeyProof onGiven={() => onAnswer(true)} />}
      {ways?.password === true && <PasswordProof isCodeAsked={ways.code} onGiven={() => onAnswer(true)} />}
      <ProviderProof onGiven={() => onAnswer(true)} />
      {ways?.password === false &&
        !ways.passkey &&
        identities !== undefined &&
        usableProviders(identities).length === 0 && <p>{t("proof.none")}</p>}
    </Dialog>
  );
}

interface PasswordProofProps {
  readonly isCodeAsked: boolean;
  readonly onGiven: () => void;
}

function PasswordProof({ isCodeAsked, onGiven }: PasswordProofProps) {
  const { t } = useTexts();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const give = useMutation({ mutationFn: (proof: Given) => hub.proof.give(proof), onSuccess: onGiven });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate({ password, ...(isCodeAsked && { code }) });
      }}
    >
      <OwnPasswordField password={password} onChange={setPassword} />
      {isCodeAsked && (
        <Field label={t("proof.code")}>
          {(ids) => (
            <Input
              {...ids}
              autoComplete="one-time-code"
              required
              value={code}
              onChange={({ target }) => setCode(target.value)}
            />
          )}
        </Field>
      )}
      {give.error !== null && <ProblemNotice error={give.error} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" loading={give.isPending}>
          {t("proof.act")}
        </Button>
      </div>
    </form>
  );
}
