// SPDX-License-Identifier: Apache-2.0
/** What is typed as techniques and observables, as what the hub is told. Pure; undefined for what cannot be read. */
import { OBSERVABLE_KINDS, type Publication } from "@fengsui/contract";

type Observables = Publication["observables"];

export function readTechniques(text: string): string[] | undefined {
  const names = text.split(/[\s,;、，]+/).filter(Boolean);
  return names.every((name) => /^T\d{4}(\.\d{3})?$/.test(name)) ? names : undefined;
}

export function readObservables(text: string): Observables | undefined {
  const read: Observables[number][] = [];
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "") continue;
    const [name = "", ...rest] = line.split(/\s+/);
    const type = OBSERVABLE_KINDS.find((one) => one === name);
    if (type === undefined || rest.length === 0) return undefined;
    read.push({ type, value: rest.join(" ") });
  }
  return read;
}

export function writeObservables(observables: Observables): string {
  return observables.map(({ type, value }) => `${type} ${value}`).join("\n");
}
