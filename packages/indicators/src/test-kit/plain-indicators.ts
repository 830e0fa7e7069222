// SPDX-License-Identifier: Apache-2.0
/** What the index must say, told by walking a list. */
import ipaddr from "ipaddr.js";
import type { Indicator, Observable } from "../index.ts";

export class PlainIndicators {
  #all: Indicator[] = [];

  get size(): number {
    return this.#all.length;
  }

  add(indicator: Indicator): void {
    this.remove(indicator);
    this.#all.push(indicator);
  }

  remove(indicator: Indicator): boolean {
    const before = this.#all.length;
    this.#all = this.#all.filter((one) => !isSame(one, indicator));
    return this.#all.length < before;
  }

  expire(at: number): number {
    const before = this.#all.length;
    this.#all = this.#all.filter((one) => !isOver(one, at));
    return before - this.#all.length;
  }

  find(observable: Observable, at: number): Indicator[] {
    return this.#all.filter((one) => !isOver(one, at) && meets(one, observable));
  }
}

function isSame(one: Indicator, other: Indicator): boolean {
  return (
    one.kind === other.kind &&
    one.value === other.value &&
    one.reference === other.reference &&
    one.withSubdomains === other.withSubdomains
  );
}

function isOver({ expiresAt }: Indicator, at: number): boolean {
  return expiresAt !== undefined && expiresAt <= at;
}

function meets(indicator: Indicator, { kind, value }: Observable): boolean {
  if (indicator.kind !== kind) return false;
  if (indicator.value === value) return true;
  if (kind === "file-path" || kind === "account") {
    const name = value.split(kind === "account" ? "\\" : /[\\/]/).at(-1);
    return name !== "" && indicator.value === name;
  }
  if (indicator.withSubdomains === true) return value.endsWith(`.${indicator.value}`);
  if (!indicator.value.includes("/")) return false;
  const [network, bits] = ipaddr.parseCIDR(indicator.value);
  return ipaddr.parse(value).match(network, bits);
}
