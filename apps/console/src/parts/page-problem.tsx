// SPDX-License-Identifier: Apache-2.0
/** An error as a page, a part of one, or a line under a form: what happened, what to do, a code to quote. */
import { HubProblem } from "@fengsui/client";
import { Button } from "antd";
import { useTexts } from "../app/use-texts.ts";
import { problemText } from "./problem-text.ts";

interface NoticeProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

export function ProblemNotice({ error, onRetry }: NoticeProps) {
  const { t } = useTexts();
  const { title, hint, details, quote, mayRetry } = problemText(error instanceof HubProblem ? error : {});
  const words = (text: typeof title) => (typeof text === "string" ? t(text) : text.said);
  return (
    <div className="problem" role="alert">
      <strong>{words(title)}</strong>
      <p>{words(hint)}</p>
      {details.length > 0 && <Details details={details} />}
      {quote !== undefined && <code className="quiet">{quote}</code>}
      {mayRetry && onRetry !== undefined && (
        <Button size="small" onClick={onRetry}>
          {t("action.retry")}
        </Button>
      )}
    </div>
  );
}

/** The hub says them in English: to who reads another language, they are for those who look into it. */
function Details({ details }: { readonly details: readonly string[] }) {
  const { t, language } = useTexts();
  const list = (
    <ul className="problem-details">
      {details.map((detail) => (
        <li key={detail}>{detail}</li>
      ))}
    </ul>
  );
  if (language === "en") return list;
  return (
    <details>
      <summary>{t("problem.details")}</summary>
      {list}
    </details>
  );
}

interface PageProblemProps {
  readonly error: unknown;
  readonly reset?: () => void;
}

export function PageProblem({ error, reset }: PageProblemProps) {
  return (
    <main className="lone">
      <ProblemNotice error={error} {...(reset && { onRetry: reset })} />
    </main>
  );
}
