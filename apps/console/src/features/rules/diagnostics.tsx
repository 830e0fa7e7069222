// SPDX-License-Identifier: Apache-2.0
/** What was found wrong with rules: where, what, and what to do about it. */
import type { RuleUploaded } from "@fengsui/contract";
import { inOwnLanguage } from "../../app/hub-words.ts";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";

type Diagnostic = RuleUploaded["diagnostics"][number];

const SEVERITY_TEXT: Readonly<Record<Diagnostic["severity"], TextKey>> = {
  error: "diagnostic.error",
  warning: "diagnostic.warning",
};

export function Diagnostics({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }) {
  const { t } = useTexts();
  return (
    <ul className="diagnostics">
      {diagnostics.map((one) => (
        <li key={`${one.file}:${one.span?.line}:${one.span?.column}:${one.code}:${one.message}`}>
          <strong className={`diagnostic-${one.severity}`}>{t(SEVERITY_TEXT[one.severity])}</strong>{" "}
          {one.message}
          <Advice diagnostic={one} />
          <code className="quiet">
            {one.span === undefined ? one.file : `${one.file}:${one.span.line}:${one.span.column}`} ·{" "}
            {one.code}
          </code>
        </li>
      ))}
    </ul>
  );
}

/** The message names what stands in the rule, and is as it is; what is generally said of it has a language. */
function Advice({ diagnostic }: { readonly diagnostic: Diagnostic }) {
  const { title, hint } = inOwnLanguage(diagnostic.code, { title: "", hint: diagnostic.hint });
  return (
    <p className="quiet">
      {title} {hint}
    </p>
  );
}
