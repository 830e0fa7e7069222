// SPDX-License-Identifier: Apache-2.0
/** Keys for as long as a component is shown. */
import { useEffect, useRef } from "react";
import { keyOf } from "./keys.ts";

const KEPT = "fengsui.singleKeys";

export function areSingleKeysOn(): boolean {
  return localStorage.getItem(KEPT) !== "off";
}

export function switchSingleKeys(areOn: boolean): void {
  localStorage.setItem(KEPT, areOn ? "on" : "off");
}

export type KeyMap = Readonly<Record<string, () => void>>;

export function useKeys(map: KeyMap): void {
  const current = useRef(map);
  useEffect(() => {
    current.current = map;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]") !== null)
        return;
      const target = event.target instanceof HTMLElement ? event.target : document.body;
      const { key, ctrlKey, metaKey, altKey } = event;
      const { tagName, isContentEditable: isEditable } = target;
      const name = keyOf({ key, ctrlKey, metaKey, altKey, tagName, isEditable }, areSingleKeysOn());
      const act = name === undefined ? undefined : current.current[name];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
