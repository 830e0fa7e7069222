// SPDX-License-Identifier: Apache-2.0
/** One box for the question that comes first: do we know this value, and have we seen it. */
import { Button, Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { useKeys } from "../../parts/use-keys.ts";
import { KindSelect } from "./kind-select.tsx";
import { Known, SeenWhere } from "./look-up-answer.tsx";
import type { Question } from "./queries.ts";

interface LookUpProps {
  /** As it stands in the address; without a value nothing is asked. */
  readonly question: Question;
  readonly onAsk: (question: Question) => void;
}

export function LookUp({ question, onAsk }: LookUpProps) {
  const { t } = useTexts();
  const input = useRef<InputRef>(null);
  const [typed, setTyped] = useState(question.value);
  useEffect(() => setTyped(question.value), [question.value]);
  useKeys({ "/": () => input.current?.focus({ cursor: "all" }) });
  return (
    <section className="card-part look-up" aria-label={t("indicators.ask")}>
      <header>
        <h2>{t("indicators.ask")}</h2>
      </header>
      <search>
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault();
            onAsk({ ...question, value: typed.trim() });
          }}
        >
          <Input
            ref={input}
            className="asked"
            aria-label={t("indicators.value")}
            placeholder={t("indicators.ask.hint")}
            allowClear
            maxLength={8192}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            onClear={() => onAsk({ ...question, value: "" })}
          />
          <KindSelect
            otherwise={t("indicators.kind.byLooks")}
            kind={question.kind}
            onChange={(kind) => onAsk({ kind, value: typed.trim() })}
          />
          <Button type="primary" htmlType="submit" disabled={typed.trim() === ""}>
            {t("indicators.ask.act")}
          </Button>
        </form>
      </search>
      {question.value !== "" && (
        <div className="cards two">
          <Known question={question} />
          <SeenWhere question={question} />
        </div>
      )}
    </section>
  );
}
