// SPDX-License-Identifier: Apache-2.0
/** A part of a page with a name, and where the whole of it is. */
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTexts } from "../app/use-texts.ts";

interface CardProps {
  readonly title: string;
  readonly link?: Pick<LinkProps, "to" | "search">;
  readonly children: ReactNode;
}

export function Card({ title, link, children }: CardProps) {
  const { t } = useTexts();
  return (
    <section className="card-part" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {link !== undefined && (
          <Link {...link} className="card-link" aria-label={t("card.all.of", { title })}>
            {t("card.all")}
          </Link>
        )}
      </header>
      {children}
    </section>
  );
}

/** Lines in the place of what is not there yet. */
export function CardSkeleton({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div className="card-skeleton skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, index) => `line ${index}`).map((line) => (
        <span key={line} />
      ))}
    </div>
  );
}
