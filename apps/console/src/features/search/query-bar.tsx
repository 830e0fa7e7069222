// SPDX-License-Identifier: Apache-2.0
/** Where the query is written: it is run with Enter, and what can be written is one click away. */
import { Button, Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import type { TextKey } from "../../app/texts.ts";
import { useTexts } from "../../app/use-texts.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { useKeys } from "../../parts/use-keys.ts";

const EXAMPLES: readonly (readonly [string, TextKey])[] = [
  ["host.name:WS01", "search.help.field"],
  ["mimikatz 10.0.0.5", "search.help.words"],
  ['"access denied"', "search.help.phrase"],
  ["Image:*\\whoami.exe", "search.help.star"],
  ["host.name:(WS01 OR WS02)", "search.help.any"],
  ["event.code:1 AND NOT user.name:SYSTEM", "search.help.not"],
  ["CommandLine:*", "search.help.exists"],
];

interface QueryBarProps {
  readonly query: string;
  readonly isBusy: boolean;
  readonly onRun: (query: string) => void;
}

export function QueryBar({ query, isBusy, onRun }: QueryBarProps) {
  const { t } = useTexts();
  const input = useRef<InputRef>(null);
  const [typed, setTyped] = useState(query);
  const [isHelpShown, setIsHelpShown] = useState(false);
  useEffect(() => setTyped(query), [query]);
  useKeys({ "/": () => input.current?.focus({ cursor: "all" }) });
  return (
    <div className="query-bar">
      <Input
        ref={input}
        className="query"
        aria-label={t("search.query")}
        placeholder={t("search.query.hint")}
        allowClear
        spellCheck={false}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onPressEnter={(event) => {
          if (!event.nativeEvent.isComposing) onRun(typed.trim());
        }}
      />
      <Button type="primary" loading={isBusy && { delay: 300 }} onClick={() => onRun(typed.trim())}>
        {t("search.run")}
      </Button>
      <Button onClick={() => setIsHelpShown(true)}>{t("search.help")}</Button>
      {isHelpShown && (
        <Dialog title={t("search.help.title")} isWide onClose={() => setIsHelpShown(false)}>
          <dl className="examples">
            {EXAMPLES.map(([example, text]) => (
              <div key={example}>
                <dt>
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      setIsHelpShown(false);
                      setTyped(example);
                      input.current?.focus({ cursor: "end" });
                    }}
                  >
                    <code>{example}</code>
                  </button>
                </dt>
                <dd>{t(text)}</dd>
              </div>
            ))}
          </dl>
          <p className="quiet">{t("search.help.note")}</p>
        </Dialog>
      )}
    </div>
  );
}
