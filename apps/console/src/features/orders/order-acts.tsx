// SPDX-License-Identifier: Apache-2.0
/** What is next, by when, and what happens then; the one obvious act, the others, and why not the rest. */
import type { OrderDetail } from "@fengsui/contract";
import { Button } from "antd";
import { useState } from "react";
import { useTexts } from "../../app/use-texts.ts";
import { ActDialog } from "./act-dialog.tsx";
import { DueTime } from "./due-time.tsx";
import { useNextStep } from "./next-step.ts";
import { type ActName, actsToShow, deadlineText, obstaclesToSay, stepsAhead, whoIsNext } from "./view.ts";
import { ACT_TEXT, OBSTACLE_TEXT, STEP_TEXT } from "./words.ts";

export function OrderActs({ detail }: { readonly detail: OrderDetail }) {
  const { t } = useTexts();
  const [open, setOpen] = useState<ActName>();
  const { order } = detail;
  const { first, others } = actsToShow(detail);
  const obstacles = obstaclesToSay(detail);
  const { text, isMine } = useNextStep()(order);
  return (
    <section className={isMine ? "next-step mine" : "next-step"} aria-label={t("order.next")}>
      <h3>{t(text)}</h3>
      {whoIsNext(order) !== "nobody" && <Deadline detail={detail} />}
      {(first !== undefined || others.length > 0) && (
        <div className="act-row">
          {first !== undefined && (
            <Button type="primary" onClick={() => setOpen(first)}>
              {t(ACT_TEXT[first])}
            </Button>
          )}
          {others.map((act) => (
            <Button key={act} onClick={() => setOpen(act)}>
              {t(ACT_TEXT[act])}
            </Button>
          ))}
        </div>
      )}
      {obstacles.length > 0 && (
        <ul className="says quiet" aria-label={t("order.obstacles")}>
          {obstacles.map(({ act, obstacle }) => (
            <li key={act}>
              {t("order.obstacle", {
                act: t(ACT_TEXT[act]),
                why: obstacle === null ? "" : t(OBSTACLE_TEXT[obstacle]),
              })}
            </li>
          ))}
        </ul>
      )}
      {open !== undefined && <ActDialog act={open} detail={detail} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

/** What is left, and what happens when it is over. Once it is answered, time no longer runs. */
function Deadline({ detail: { order } }: { readonly detail: OrderDetail }) {
  const { t } = useTexts();
  const isRunning = whoIsNext(order) === "ordered";
  return (
    <div>
      <p>
        {t("order.deadline")}: <DueTime order={order} /> ({deadlineText(order)}, {order.timeZone})
      </p>
      {isRunning && (
        <ul className="says quiet">
          {stepsAhead(order, Date.now()).map(({ step, at }) => (
            <li key={step}>
              {t(STEP_TEXT[step])} · {deadlineText({ ...order, deadline: at })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
