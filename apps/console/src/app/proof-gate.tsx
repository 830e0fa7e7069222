// SPDX-License-Identifier: Apache-2.0
/** Shows the question for a proof over whatever page is open; what it needs is loaded when it is first asked. */
import { lazy, Suspense } from "react";
import { answerProof, useIsProofAsked } from "./proof.ts";
import { loadTexts } from "./texts.ts";

const ProofDialog = lazy(async () => {
  await loadTexts("proof");
  const { ProofDialog: Dialog } = await import("../features/proof/proof-dialog.tsx");
  return { default: Dialog };
});

export function ProofGate() {
  if (!useIsProofAsked()) return null;
  return (
    <Suspense>
      <ProofDialog onAnswer={answerProof} />
    </Suspense>
  );
}
