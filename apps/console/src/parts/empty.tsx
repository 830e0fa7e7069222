// SPDX-License-Identifier: Apache-2.0
/** Nothing here: what would fill it, and how. */
import type { ReactNode } from "react";

interface EmptyProps {
  readonly title: string;
  readonly hint: string;
  readonly children?: ReactNode;
}

export function Empty({ title, hint, children }: EmptyProps) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{hint}</p>
      {children}
    </div>
  );
}
