// SPDX-License-Identifier: Apache-2.0
/** Above every page of a hub that shows the demo: that it does, and the tour. */
import type { DemoState } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { PlainSearch } from "../../app/address.ts";
import { useTexts } from "../../app/use-texts.ts";
import { tourFactsQuery } from "./queries.ts";
import { StepPanel } from "./step-panel.tsx";
import { useProgress } from "./use-progress.ts";

interface DemoBannerProps {
  readonly demo: DemoState;
  readonly onSignOut: (search: PlainSearch) => Promise<void>;
}

export function DemoBanner({ demo, onSignOut }: DemoBannerProps) {
  const { t } = useTexts();
  const bar = useAbove();
  const { data } = useQuery(tourFactsQuery);
  const { href: address } = useLocation();
  const facts = data && { ...data, address };
  const [progress, change] = useProgress(demo.storyStartsAt, facts);
  return (
    <section className="demo" aria-label={t("tour.title")} ref={bar}>
      <p className="demo-mark">
        <strong>{t("tour.demo")}</strong>
        <span className="quiet">{t(demo.isStoryOver ? "tour.invented" : "tour.playing")}</span>
        <span className="grow" />
        <button
          type="button"
          className="plain"
          aria-expanded={progress.isShown}
          onClick={() => change({ isShown: !progress.isShown })}
        >
          {t(progress.isShown ? "tour.hide" : "tour.show")}
        </button>
      </p>
      {progress.isShown && facts !== undefined && (
        <StepPanel demo={demo} facts={facts} progress={progress} onChange={change} onSignOut={onSignOut} />
      )}
    </section>
  );
}

/** What is as high as the window leaves room for it. */
function useAbove() {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const { style } = document.documentElement;
    const observer = new ResizeObserver(([entry]) => {
      style.setProperty("--above", `${entry?.borderBoxSize[0]?.blockSize ?? 0}px`);
    });
    if (bar.current !== null) observer.observe(bar.current);
    return () => {
      observer.disconnect();
      style.removeProperty("--above");
    };
  }, []);
  return bar;
}
