// SPDX-License-Identifier: Apache-2.0
import { Switch } from "antd";
import { useId, useState } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { areSingleKeysOn, switchSingleKeys } from "../parts/use-keys.ts";
import type { TextKey } from "./texts.ts";
import { useTexts } from "./use-texts.ts";

const KEYS: readonly (readonly [string, TextKey])[] = [
  ["j / k", "keys.move"],
  ["Enter", "keys.open"],
  ["x", "keys.choose"],
  ["e", "keys.act"],
  ["r", "keys.raw"],
  ["/", "keys.search"],
  ["Esc", "keys.close"],
  ["?", "keys.help"],
  ["Ctrl K / ⌘ K", "keys.anywhere"],
];

export function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const switchId = useId();
  const [areOn, setAreOn] = useState(areSingleKeysOn());
  return (
    <Dialog title={t("layout.keys")} onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <div className="switch">
        <Switch
          id={switchId}
          checked={areOn}
          onChange={(next) => {
            switchSingleKeys(next);
            setAreOn(next);
          }}
        />
        <label htmlFor={switchId}>{t("keys.singles")}</label>
      </div>
    </Dialog>
  );
}
