// SPDX-License-Identifier: Apache-2.0
/** Type where to go, or what to do, and press Enter. */
import { useNavigate } from "@tanstack/react-router";
import { Input } from "antd";
import { useState } from "react";
import { Dialog } from "../parts/dialog.tsx";
import { moveIn } from "../parts/keys.ts";
import type { Act } from "./navigation.tsx";
import { findPages, pagesFor } from "./pages.ts";
import { useSession } from "./session.ts";
import { useTexts } from "./use-texts.ts";

interface GoAnywhereProps {
  readonly acts: readonly Act[];
  readonly onClose: () => void;
}

export function GoAnywhere({ acts, onClose }: GoAnywhereProps) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [current, setCurrent] = useState(0);
  const pages = pagesFor(useSession()).map(
    ({ to, text }): Act => ({
      name: t(text),
      run: () => navigate({ to, search: {} }),
    }),
  );
  const found = findPages([...pages, ...acts], typed);
  const run = (act: Act | undefined) => {
    if (act === undefined) return;
    onClose();
    void act.run();
  };
  return (
    <Dialog title={t("layout.anywhere")} onClose={onClose}>
      <Input
        autoFocus
        aria-label={t("layout.anywhere")}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setCurrent(0);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "Enter") run(found[current]);
          if (event.key === "ArrowDown") setCurrent(moveIn(found.length, current, 1));
          if (event.key === "ArrowUp") setCurrent(moveIn(found.length, current, -1));
        }}
      />
      <ul className="choices">
        {found.map((act, index) => (
          <li key={act.name}>
            <button
              type="button"
              className={index === current ? "plain choice current" : "plain choice"}
              onClick={() => run(act)}
            >
              {act.name}
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="quiet">{t("anywhere.none")}</p>}
    </Dialog>
  );
}
