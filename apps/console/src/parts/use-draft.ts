// SPDX-License-Identifier: Apache-2.0
/** A text that somebody is writing. It survives a reload, in this window only, until it is sent. */
import { useState } from "react";

export function useDraft(name: string): readonly [string, (text: string) => void] {
  const key = `fengsui.draft.${name}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? "");
  return [
    text,
    (next) => {
      setText(next);
      if (next === "") sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, next);
    },
  ];
}
