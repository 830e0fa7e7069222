// SPDX-License-Identifier: Apache-2.0
/** A dialog of the browser's own: it keeps the focus, closes with Escape, and needs no style at run time. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import { useTexts } from "../app/use-texts.ts";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly isWide?: boolean;
}

export function Dialog({ title, onClose, children, isWide = false }: DialogProps) {
  const { t } = useTexts();
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog === null || dialog.open) return;
    dialog.showModal();
    // The browser would choose the button that closes.
    dialog.querySelector<HTMLElement>("input:not([type=file], [tabindex='-1']), textarea")?.focus();
  }, []);
  // Wherever it is opened from: not within a form, nor within what clips it.
  return createPortal(
    <dialog
      ref={element}
      className={isWide ? "dialog wide" : "dialog"}
      aria-labelledby={titleId}
      onClose={onClose}
      onKeyDownCapture={(event) => {
        // Escape closes the list that is open, and the dialog only then.
        if (event.key === "Escape" && element.current?.querySelector("[aria-expanded=true]") != null)
          event.preventDefault();
      }}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-box">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="plain" aria-label={t("action.close")} onClick={onClose}>
            ✕
          </button>
        </header>
        {children}
      </div>
    </dialog>,
    document.body,
  );
}
