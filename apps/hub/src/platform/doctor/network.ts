// SPDX-License-Identifier: Apache-2.0
/** The address of the hub, its certificate, and the hub that may run there already. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { z } from "zod";
import type { Config } from "../config/index.ts";
import { fail, type Look, ok, warn } from "./finding.ts";

const ANSWER_MS = 3_000;
const DAY_MS = 24 * 60 * 60_000;
const SOON_DAYS = 14;
const READY = z.object({ status: z.string(), checks: z.record(z.string(), z.string()) });

type Where = Pick<Config, "listen" | "tls" | "trustProxy">;

export function lookAtNetwork(config: Where): readonly Look[] {
  return [
    { name: "address", look: () => lookAtAddress(config) },
    { name: "address.cover", look: () => lookAtCover(config) },
    { name: "hub", look: async () => await lookAtHub(config) },
  ];
}

async function lookAtAddress(config: Where) {
  const { host, port } = config.listen;
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, "listening");
    return ok(`${host} port ${port} is free`);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE" && (await askHub(config)).kind === "hub") return ok("the running hub has it");
    if (code === "EADDRINUSE")
      return fail(
        `${host} port ${port} is in use`,
        `\`ss -ltnp 'sport = :${port}'\` names the program: end it, or set FENGSUI_LISTEN to another port.`,
      );
    const reason = error instanceof Error ? error.message : String(error);
    return fail(reason, "Set FENGSUI_LISTEN to an address of this machine and a port above 1023.");
  } finally {
    server.close();
  }
}

/** That there is one where it has to be was decided when the configuration was read. */
function lookAtCover({ listen, tls, trustProxy }: Where) {
  if (tls !== undefined) return lookAtCertificate(tls);
  if (listen.isLoopback) return ok("on this machine only");
  return ok(`a proxy does TLS: ${trustProxy.join(", ")}`);
}

function lookAtCertificate({ cert, key }: NonNullable<Config["tls"]>) {
  const certificate = new X509Certificate(readFileSync(cert));
  if (!certificate.checkPrivateKey(createPrivateKey(readFileSync(key))))
    return fail(`${key} is not the key of ${cert}`, "Give the two files that belong together.");
  const days = Math.floor((Date.parse(certificate.validTo) - Date.now()) / DAY_MS);
  if (days < 0)
    return fail(`${cert} ended ${-days} days ago`, "Renew the certificate and start the hub again.");
  if (days < SOON_DAYS)
    return warn(`${cert} ends in ${days} days`, "Renew the certificate and start the hub again.");
  return ok(`${cert} holds for ${days} days`);
}

type Answer =
  | { readonly kind: "none" | "silent" | "other"; readonly address: string }
  | { readonly kind: "hub"; readonly address: string; readonly failed: readonly string[] };

async function askHub({ listen, tls }: Where): Promise<Answer> {
  const host = listen.isLoopback ? listen.host : "127.0.0.1";
  const scheme = tls === undefined ? "http" : "https";
  const address = `${scheme}://${host.includes(":") ? `[${host}]` : host}:${listen.port}`;
  let response: Response;
  try {
    response = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const isRefused = cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
    return { kind: isRefused ? "none" : "silent", address };
  }
  const ready = READY.safeParse(await response.json().catch(() => undefined));
  if (!ready.success) return { kind: "other", address };
  const failed = Object.entries(ready.data.checks).filter(([, result]) => result !== "ok");
  return { kind: "hub", address, failed: failed.map(([name]) => name) };
}

async function lookAtHub(config: Where) {
  if (config.listen.port === 0) return ok("it would have another port each time");
  const answer = await askHub(config);
  switch (answer.kind) {
    case "none":
      return ok("none runs");
    case "silent":
      return warn(
        `${answer.address} does not answer as a hub`,
        "If a hub should run there, look at its log.",
      );
    case "other":
      return warn(`${answer.address} answers, and is no hub`, "Set FENGSUI_LISTEN to another port.");
    case "hub":
      if (answer.failed.length === 0) return ok(`runs at ${answer.address} and is ready`);
      return fail(
        `runs at ${answer.address}; not ready: ${answer.failed.join(", ")}`,
        "The log of the hub says why, in a line with the name of the check.",
      );
  }
}
