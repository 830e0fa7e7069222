// SPDX-License-Identifier: Apache-2.0
/** Sign in with a passkey: by the button, or where the address is typed, if the browser offers it there. */
import type { Session } from "@fengsui/contract";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { hub } from "../../app/hub.ts";
import {
  answerWithPasskey,
  HAS_PASSKEYS,
  isGivenUp,
  offerPasskeys,
  stopOffering,
} from "../../app/passkeys.ts";
import { useTexts } from "../../app/use-texts.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";

interface PasskeySignInProps {
  readonly onSession: (session: Session) => void;
}

export function PasskeySignIn({ onSession }: PasskeySignInProps) {
  const { t } = useTexts();
  const isOffered = useRef(false);
  const signIn = useMutation({
    mutationFn: async (answer: () => Promise<object | undefined>) => {
      const given = await answer();
      return given === undefined ? undefined : await hub.access.signInWithPasskey(given);
    },
    onSuccess: (session) => session !== undefined && onSession(session),
  });
  const { mutate } = signIn;
  useEffect(() => {
    if (!HAS_PASSKEYS || isOffered.current) return;
    isOffered.current = true;
    mutate(() => offerPasskeys(() => hub.passkeys.ask()).catch(() => undefined));
  }, [mutate]);
  useEffect(() => () => void stopOffering(), []);
  if (!HAS_PASSKEYS) return null;
  return (
    <div className="passkey-sign-in">
      <Button
        type="primary"
        block
        onClick={() => mutate(async () => await answerWithPasskey(await hub.passkeys.ask()))}
      >
        {t("signIn.passkey")}
      </Button>
      {signIn.error !== null && !isGivenUp(signIn.error) && <ProblemNotice error={signIn.error} />}
      <p className="quiet">{t("signIn.or")}</p>
    </div>
  );
}
