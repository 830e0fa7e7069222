// SPDX-License-Identifier: Apache-2.0
/** Where the hub listens: `127.0.0.1:7480`, `[::1]:7480`, `localhost:7480`, or `:7480` for every address. */
import { isIP } from "node:net";

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** Nobody outside this machine can reach it. */
  readonly isLoopback: boolean;
}

const FORM = /^(?:\[(?<six>[^\]]+)\]|(?<four>[^:[\]]*)):(?<port>\d{1,5})$/;

export function parseListenAddress(text: string): ListenAddress | undefined {
  const { six, four, port: digits } = FORM.exec(text)?.groups ?? {};
  const port = Number(digits);
  if (digits === undefined || port > 65_535) return undefined;
  if (six !== undefined) return isIP(six) === 6 ? { host: six, port, isLoopback: six === "::1" } : undefined;
  if (four === "localhost") return { host: "localhost", port, isLoopback: true };
  if (four === "") return { host: "::", port, isLoopback: false };
  if (four === undefined || isIP(four) !== 4) return undefined;
  return { host: four, port, isLoopback: four.startsWith("127.") };
}
