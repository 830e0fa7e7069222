// SPDX-License-Identifier: Apache-2.0
import { useTexts } from "../../../app/use-texts.ts";
import { readReason } from "./reason.ts";

export function DeliveryReasonText({ reason }: { readonly reason: string }) {
  const { t, language } = useTexts();
  const { text, rest } = readReason(reason);
  if (text === undefined || language === "en") return <>{reason}</>;
  return (
    <>
      {t(text)}
      {rest !== "" && (
        <>
          {" "}
          <code className="quiet">{rest}</code>
        </>
      )}
    </>
  );
}
