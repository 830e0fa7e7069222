// SPDX-License-Identifier: Apache-2.0
/** One-time codes: whether they are asked for, and what leads to the other. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../../app/use-texts.ts";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { exactTime } from "../../../parts/time.ts";
import { FactorChange } from "./factor-change.tsx";
import { FactorSetUp } from "./factor-set-up.tsx";
import { secondFactorQuery } from "./queries.ts";

const FEW = 3;

type Doing = "nothing" | "set_up" | "renew" | "remove";

export function SecondFactor() {
  const { t } = useTexts();
  const { data, error } = useQuery(secondFactorQuery);
  const [doing, setDoing] = useState<Doing>("nothing");
  const close = () => setDoing("nothing");
  if (error !== null) return <ProblemNotice error={error} />;
  if (data === undefined) return <div className="facts-wait" aria-busy="true" />;
  const { since, recoveryCodesLeft } = data;
  return (
    <>
      {since === null ? (
        <p>{t("factor.off")}</p>
      ) : (
        <p>{t("factor.on", { date: exactTime(since), count: recoveryCodesLeft })}</p>
      )}
      {since !== null && recoveryCodesLeft <= FEW && <p className="quiet">{t("factor.fewLeft")}</p>}
      <div className="act-row">
        {since === null && <Button onClick={() => setDoing("set_up")}>{t("factor.setUp")}</Button>}
        {since !== null && <Button onClick={() => setDoing("renew")}>{t("factor.renew")}</Button>}
        {since !== null && <Button onClick={() => setDoing("remove")}>{t("factor.remove")}</Button>}
      </div>
      {doing === "set_up" && <FactorSetUp onClose={close} />}
      {(doing === "renew" || doing === "remove") && <FactorChange act={doing} onClose={close} />}
    </>
  );
}
