// SPDX-License-Identifier: Apache-2.0
/** One thing that is asked: its label, the input, what helps. */
import { type ReactNode, useId } from "react";

interface FieldProps {
  readonly label: string;
  readonly help?: string;
  readonly children: (ids: { readonly id: string; readonly "aria-describedby"?: string }) => ReactNode;
}

export function Field({ label, help, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(help !== undefined && { "aria-describedby": helpId }) })}
      {help !== undefined && (
        <small id={helpId} className="quiet">
          {help}
        </small>
      )}
    </div>
  );
}
