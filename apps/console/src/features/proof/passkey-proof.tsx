// SPDX-License-Identifier: Apache-2.0
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { hub } from "../../app/hub.ts";
import { answerWithPasskey, isGivenUp } from "../../app/passkeys.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";

interface PasskeyProofProps {
  readonly onGiven: () => void;
}

export function PasskeyProof({ onGiven }: PasskeyProofProps) {
  const { t } = useTexts();
  const give = useMutation({
    mutationFn: async () =>
      await hub.proof.give({ passkey: await answerWithPasskey(await hub.passkeys.askOwn()) }),
    onSuccess: onGiven,
  });
  return (
    <>
      {give.error !== null && !isGivenUp(give.error) && <ProblemNotice error={give.error} />}
      <div className="act-row">
        <Button type="primary" autoFocus loading={give.isPending} onClick={() => give.mutate()}>
          {t("proof.passkey")}
        </Button>
      </div>
    </>
  );
}
