// SPDX-License-Identifier: Apache-2.0
/** One record that could not be read: why, from where, and as it came. */
import type { DeadLetter } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { formatWhole } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { exactTime } from "../../parts/time.ts";
import { sourcesQuery } from "../sources/queries.ts";
import { LetterActs } from "./letter-acts.tsx";
import { letterTextQuery } from "./queries.ts";

interface PanelProps {
  readonly letter: DeadLetter;
  readonly mayAct: boolean;
  readonly onClose: () => void;
}

export function LetterPanel({ letter, mayAct, onClose }: PanelProps) {
  const { t, language } = useTexts();
  const { data: text, error, refetch } = useQuery(letterTextQuery(letter.id));
  const { data: sources } = useQuery(sourcesQuery);
  return (
    <aside className="panel" aria-label={t("deadLetters.one")}>
      <header className="panel-head">
        <code>{letter.code}</code>
        <span className="grow" />
        <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
          ✕
        </button>
      </header>
      <h2 className="panel-title">{letter.message}</h2>
      <dl className="facts">
        <div>
          <dt>{t("sources.one")}</dt>
          <dd>{sources?.find(({ id }) => id === letter.sourceId)?.name ?? "–"}</dd>
        </div>
        <div>
          <dt>{t("deadLetters.received")}</dt>
          <dd>{exactTime(letter.receivedAt)}</dd>
        </div>
        <div>
          <dt>{t("deadLetters.position")}</dt>
          <dd>{formatWhole(letter.position + 1, language)}</dd>
        </div>
        <div>
          <dt>{t("search.size")}</dt>
          <dd>{t("search.bytes", { count: formatWhole(letter.byteCount, language) })}</dd>
        </div>
      </dl>
      {mayAct && (
        <section className="acts" aria-label={t("alert.acts")}>
          <LetterActs ids={[letter.id]} onDone={onClose} />
        </section>
      )}
      <section aria-label={t("deadLetters.asCame")}>
        <div className="section-head">
          <h3>{t("deadLetters.asCame")}</h3>
          <span className="grow" />
          <a href={hub.deadLetters.bytesAddress(letter.id)} download={`${letter.id}.bin`}>
            {t("deadLetters.download")}
          </a>
          {text !== undefined && <CopyButton text={text} />}
        </div>
        {error !== null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        <pre>{text ?? letter.excerpt}</pre>
      </section>
    </aside>
  );
}
