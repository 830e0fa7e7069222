// SPDX-License-Identifier: Apache-2.0
/** A one-time link that sets a new password for somebody: made, shown once, and given to them by who made it. */
import type { PasswordLink } from "@fengsui/contract";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { CopyButton } from "../../../parts/copy-button.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";

interface MakeLinkProps {
  readonly name: string;
  readonly make: () => Promise<PasswordLink>;
}

export function MakeLink({ name, make }: MakeLinkProps) {
  const { t } = useTexts();
  const [isAsking, setIsAsking] = useState(false);
  const made = useMutation({ mutationFn: make });
  if (made.data !== undefined) return <MadeLink name={name} made={made.data} />;
  if (!isAsking)
    return (
      <div className="act-row">
        <Button onClick={() => setIsAsking(true)}>{t("link.make")}</Button>
      </div>
    );
  return (
    <>
      <p>{t("link.make.says", { name })}</p>
      <div className="act-row">
        <Button type="primary" loading={made.isPending} onClick={() => made.mutate()}>
          {t("link.make.act")}
        </Button>
        <Button type="text" onClick={() => setIsAsking(false)}>
          {t("action.cancel")}
        </Button>
      </div>
      {made.error !== null && <ProblemNotice error={made.error} />}
    </>
  );
}

function MadeLink({ name, made }: { readonly name: string; readonly made: PasswordLink }) {
  const { t } = useTexts();
  // The token stands after the `#`, so that no server or proxy logs it.
  const link = `${window.location.origin}/password#token=${made.token}`;
  return (
    <section className="key-once" role="status">
      <strong>{t("link.made", { name })}</strong>
      <div className="act-row">
        <code>{link}</code>
        <CopyButton text={link} />
      </div>
      <p className="quiet">
        {t("link.made.hint")} {t("link.made.ends")} <TimeAgo at={made.expiresAt} />
      </p>
    </section>
  );
}
