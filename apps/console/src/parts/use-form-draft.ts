// SPDX-License-Identifier: Apache-2.0
/** What somebody is filling in. It survives a reload, in this window only, until it is sent or given up. */
import { useState } from "react";
import type { z } from "zod";

export interface FormDraft<Value> {
  readonly value: Value;
  readonly set: (change: Partial<Value>) => void;
  readonly forget: () => void;
}

export function useFormDraft<Value extends object>(
  name: string,
  schema: z.ZodType<Value>,
  blank: Value,
): FormDraft<Value> {
  const key = `fengsui.draft.${name}`;
  const [value, setValue] = useState(() => readDraft(key, schema) ?? blank);
  return {
    value,
    set: (change) => {
      const next = { ...value, ...change };
      setValue(next);
      sessionStorage.setItem(key, JSON.stringify(next));
    },
    forget: () => sessionStorage.removeItem(key),
  };
}

/** One of an earlier version is none. */
function readDraft<Value>(key: string, schema: z.ZodType<Value>): Value | undefined {
  const kept = sessionStorage.getItem(key);
  if (kept === null) return undefined;
  const parsed = schema.safeParse(JSON.parse(kept));
  return parsed.success ? parsed.data : undefined;
}
