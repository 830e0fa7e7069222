// SPDX-License-Identifier: Apache-2.0
/** What one may do about a member: hide it or show it, remove it, or leave. */
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";

interface ActsProps {
  readonly name: string;
  readonly isHidden: boolean;
  readonly isOwn: boolean;
  readonly isClosed: boolean;
  readonly onHide: (isHidden: boolean) => void;
  readonly onRemove: () => void;
}

export function MemberActs({ name, isHidden, isOwn, isClosed, onHide, onRemove }: ActsProps) {
  const { t } = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  if (isAsking)
    return (
      <>
        <span className="quiet">{t("sharing.member.remove.says")}</span>
        <Button size="small" type="primary" onClick={onRemove}>
          {t(isOwn ? "sharing.member.leave.act" : "sharing.member.remove.act")}
        </Button>
        <Button size="small" type="text" onClick={() => setIsAsking(false)}>
          {t("action.cancel")}
        </Button>
      </>
    );
  return (
    <>
      {!isClosed && (
        <Button
          size="small"
          aria-label={t(isHidden ? "sharing.member.show.of" : "sharing.member.hide.of", { name })}
          onClick={() => onHide(!isHidden)}
        >
          {t(isHidden ? "sharing.member.show" : "sharing.member.hide")}
        </Button>
      )}
      <Button
        size="small"
        aria-label={t(isOwn ? "sharing.member.leave.of" : "sharing.member.remove.of", { name })}
        onClick={() => setIsAsking(true)}
      >
        {t(isOwn ? "sharing.member.leave" : "sharing.member.remove")}
      </Button>
    </>
  );
}
