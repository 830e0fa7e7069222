// SPDX-License-Identifier: Apache-2.0
/** One step of the tour: what to look at and to do, where, and as whom. */
import type { DemoState } from "@fengsui/contract";
import { useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import type { PlainSearch } from "../../app/address.ts";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { type Progress, personOf, STEPS, type TourFacts, type TourStep } from "./view.ts";

interface StepPanelProps {
  readonly demo: DemoState;
  readonly facts: TourFacts;
  readonly progress: Progress;
  readonly onChange: (change: Partial<Progress>) => void;
  readonly onSignOut: (search: PlainSearch) => Promise<void>;
}

export function StepPanel({ demo, facts, progress, onChange, onSignOut }: StepPanelProps) {
  const { t } = useTexts();
  const index = Math.max(
    0,
    STEPS.findIndex(({ key }) => key === progress.at),
  );
  const step = STEPS[index];
  if (step === undefined) return null;
  const go = (by: number) => onChange({ at: STEPS[index + by]?.key ?? progress.at });
  const isDone = progress.done.includes(step.key);
  return (
    <div className="tour">
      <div className="tour-head">
        <StepList progress={progress} onGo={(at) => onChange({ at })} />
        <h2>
          {t("tour.step", { step: index + 1, of: STEPS.length })} {t(step.title)}
          {isDone && <span className="tour-done">{t("tour.done")}</span>}
        </h2>
        <span className="grow" />
        <StepPlace {...{ demo, facts, step, onSignOut }} />
        <Button disabled={index === 0} onClick={() => go(-1)}>
          {t("tour.back")}
        </Button>
        <Button disabled={index === STEPS.length - 1} onClick={() => go(1)}>
          {t("tour.next")}
        </Button>
      </div>
      <p>{t(step.text)}</p>
    </div>
  );
}

function StepList({ progress, onGo }: { readonly progress: Progress; readonly onGo: (key: string) => void }) {
  const { t } = useTexts();
  return (
    <ol className="tour-steps">
      {STEPS.map(({ key, title }, index) => {
        const isDone = progress.done.includes(key);
        const name = isDone ? t("tour.step.done", { title: t(title) }) : t(title);
        return (
          <li key={key}>
            <button
              type="button"
              aria-label={name}
              title={name}
              aria-current={key === progress.at ? "step" : undefined}
              onClick={() => onGo(key)}
            >
              {isDone ? "✓" : index + 1}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

type StepPlaceProps = Pick<StepPanelProps, "demo" | "facts" | "onSignOut"> & { readonly step: TourStep };

/** To its page; where the step is somebody else's, by way of signing in as them. */
function StepPlace({ demo, facts, step, onSignOut }: StepPlaceProps) {
  const { t } = useTexts();
  const router = useRouter();
  const { person } = useSession();
  const where = step.where(facts);
  const whose = personOf(demo, step.part);
  if (whose === undefined || whose.email === person.email)
    return (
      <Button type="primary" onClick={() => router.history.push(where)}>
        {t("tour.go")}
      </Button>
    );
  return (
    <Button type="primary" onClick={() => void onSignOut({ email: whose.email, next: where })}>
      {t("tour.signInAs", { name: whose.name })}
    </Button>
  );
}
