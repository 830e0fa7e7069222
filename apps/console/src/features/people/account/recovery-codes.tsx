// SPDX-License-Identifier: Apache-2.0
import { Button } from "antd";
import { useTexts } from "../../../app/use-texts.ts";
import { CopyButton } from "../../../parts/copy-button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}

/** Shown this once. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps) {
  const { t } = useTexts();
  return (
    <Dialog title={t("factor.codes")} onClose={onClose}>
      <p>{t("factor.codes.says")}</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="act-row">
        <CopyButton text={codes.join("\n")} />
        <Button type="primary" onClick={onClose}>
          {t("factor.done")}
        </Button>
      </div>
    </Dialog>
  );
}
