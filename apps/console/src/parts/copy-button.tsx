// SPDX-License-Identifier: Apache-2.0
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../app/use-texts.ts";

/** Copies, and says whether it did: without TLS the browser may refuse. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTexts();
  const [outcome, setOutcome] = useState<"action.copy" | "action.copied" | "action.copyRefused">(
    "action.copy",
  );
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome("action.copied");
    } catch {
      setOutcome("action.copyRefused");
    }
  };
  return (
    <Button size="small" onClick={() => void copy()} aria-live="polite">
      {t(outcome)}
    </Button>
  );
}
