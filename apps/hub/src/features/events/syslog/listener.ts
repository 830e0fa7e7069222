// SPDX-License-Identifier: Apache-2.0
/**
 * Syslog over TCP and TLS. Whose a connection is, its certificate says, or its address; who is not known is not let in,
 * and counted. What is read from a connection is no more than the intake has room for.
 */
import { readFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import { FengsuiError } from "@fengsui/contract";
import ipaddr from "ipaddr.js";
import type { Clock } from "../../../platform/clock.ts";
import type { Config, ListenAddress } from "../../../platform/config/index.ts";
import { explainListening, type IngestSource } from "../../../platform/http/index.ts";
import type { Logger } from "../../../platform/telemetry/logger.ts";
import type { Peer } from "../sources/senders.ts";
import { SyslogFramer } from "./framing.ts";
import type { SyslogIntake } from "./intake.ts";
import type { SyslogMeter } from "./meter.ts";
import type { RefusalReason, Refusals } from "./refusals.ts";

export interface SyslogListenerParts {
  readonly config: Pick<Config, "syslogTcp" | "syslogTls" | "tls">;
  readonly sourceOf: (peer: Peer) => Promise<IngestSource | undefined>;
  readonly intake: SyslogIntake;
  readonly refusals: Refusals;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly meter?: SyslogMeter | undefined;
  readonly limits?: Partial<ListenerLimits>;
}

export interface ListenerLimits {
  readonly maxConnections: number;
  readonly maxConnectionsOfAddress: number;
}

export interface SyslogPorts {
  readonly tcpPort: number | null;
  readonly tlsPort: number | null;
}

const LIMITS: ListenerLimits = { maxConnections: 1000, maxConnectionsOfAddress: 200 };
const MAX_UNKNOWN = 100;
const HANDSHAKE_MS = 20_000;
const KEEP_ALIVE_MS = 60_000;
/** A sender that was taken away, and a setting that was changed, are so for open connections too, after this long. */
const ASK_AGAIN_MS = 10_000;
/** What is held when the hub ends gets this long to be stored. */
const DRAIN_MS = 15_000;

export class SyslogListener implements AsyncDisposable {
  readonly #parts: SyslogListenerParts;
  readonly #limits: ListenerLimits;
  readonly #servers: Server[] = [];
  readonly #sockets = new Map<Socket, Promise<void>>();
  readonly #perAddress = new Map<string, number>();
  #ports: SyslogPorts = { tcpPort: null, tlsPort: null };

  constructor(parts: SyslogListenerParts) {
    this.#parts = parts;
    this.#limits = { ...LIMITS, ...parts.limits };
  }

  /** Null where it does not listen. */
  get ports(): SyslogPorts {
    return this.#ports;
  }

  async listen(): Promise<SyslogPorts> {
    const { syslogTcp, syslogTls, tls } = this.#parts.config;
    const accept = (socket: Socket) => this.#accept(socket);
    if (syslogTcp !== undefined)
      this.#ports = { ...this.#ports, tcpPort: await this.#open(createServer(accept), syslogTcp) };
    if (syslogTls !== undefined && tls !== undefined)
      this.#ports = {
        ...this.#ports,
        tlsPort: await this.#open(this.#guarded(createTls(tls, accept)), syslogTls),
      };
    return this.#ports;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets.keys()) socket.destroy();
    this.#parts.intake.close(DRAIN_MS);
    await Promise.allSettled(this.#sockets.values());
    await this.#parts.intake.whenEmpty();
    await this.#parts.refusals.settled();
  }

  /** Who says nothing takes a place until the handshake is given up: of one address, not the places of all. */
  #guarded(server: Server): Server {
    const perAddress = new Map<string, number>();
    server.on("connection", (socket: Socket) => {
      const address = socket.remoteAddress ?? "";
      const own = (perAddress.get(address) ?? 0) + 1;
      if (own > this.#limits.maxConnectionsOfAddress) {
        const peer = peerOf(socket);
        if (peer !== undefined) this.#refuse(peer, "too_many_connections");
        return void socket.destroy();
      }
      perAddress.set(address, own);
      socket.once("close", () => {
        const left = (perAddress.get(address) ?? 0) - 1;
        if (left > 0) perAddress.set(address, left);
        else perAddress.delete(address);
      });
    });
    return server;
  }

  async #open(server: Server, address: ListenAddress): Promise<number> {
    this.#servers.push(server);
    // Also those that have not said yet who they are.
    server.maxConnections = this.#limits.maxConnections + MAX_UNKNOWN;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(address.port, address.host, resolve);
      });
    } catch (error) {
      throw explainListening(error, address);
    }
    server.on("error", (error) => this.#parts.logger.error({ error }, "the listener of syslog failed"));
    const bound = server.address();
    return typeof bound === "object" && bound !== null ? bound.port : address.port;
  }

  #accept(socket: Socket): void {
    // Whatever ends the connection, the reading of it ends with that.
    socket.on("error", () => undefined);
    const served = this.#serve(socket)
      .catch((error: unknown) => this.#parts.logger.warn({ error }, "a connection of syslog failed"))
      .finally(() => {
        socket.destroy();
        this.#sockets.delete(socket);
        this.#parts.meter?.connections.set(this.#sockets.size);
      });
    this.#sockets.set(socket, served);
    this.#parts.meter?.connections.set(this.#sockets.size);
  }

  async #serve(socket: Socket): Promise<void> {
    const peer = peerOf(socket);
    if (peer === undefined) return;
    using place = this.#enter(peer.address);
    if (!place.isGranted) return this.#refuse(peer, "too_many_connections");
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    let source = await this.#parts.sourceOf(peer);
    if (source === undefined) return this.#refuse(peer, "unknown_sender");
    const framer = new SyslogFramer();
    let askedAt = performance.now();
    for await (const piece of piecesOf(socket)) {
      if (performance.now() - askedAt > ASK_AGAIN_MS) {
        source = await this.#parts.sourceOf(peer);
        if (source === undefined) return this.#refuse(peer, "unknown_sender");
        askedAt = performance.now();
      }
      await this.#parts.intake.add(source, framer.push(piece));
    }
    await this.#parts.intake.add(source, framer.end());
  }

  #refuse(peer: Peer, reason: RefusalReason): void {
    this.#parts.refusals.note(peer, reason);
    this.#parts.meter?.refused.inc({ reason });
    this.#parts.logger.debug({ address: peer.address, reason }, "a connection of syslog was refused");
  }

  #enter(address: string): Disposable & { readonly isGranted: boolean } {
    const own = this.#perAddress.get(address) ?? 0;
    const isGranted =
      this.#sockets.size < this.#limits.maxConnections && own < this.#limits.maxConnectionsOfAddress;
    if (!isGranted) return { isGranted, [Symbol.dispose]: () => undefined };
    this.#perAddress.set(address, own + 1);
    return { isGranted, [Symbol.dispose]: () => this.#leave(address) };
  }

  #leave(address: string): void {
    const left = (this.#perAddress.get(address) ?? 0) - 1;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}

/** Until it ends or breaks off; what came before a break is there. */
async function* piecesOf(socket: Socket): AsyncGenerator<Buffer> {
  try {
    for await (const piece of socket) if (Buffer.isBuffer(piece)) yield piece;
  } catch {
    // The connection broke off.
  }
}

/** Undefined where it has gone already. */
function peerOf(socket: Socket): Peer | undefined {
  const { remoteAddress } = socket;
  if (remoteAddress === undefined) return undefined;
  // Without the zone of a link-local address, and IPv4 as IPv4.
  const address = ipaddr.process(remoteAddress.replace(/%.*$/, "")).toString();
  const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
  const fingerprint = certificate?.fingerprint256?.replaceAll(":", "").toLowerCase();
  return { address, fingerprint };
}

/** A certificate is known by its fingerprint, whoever signed it: that its sender has the key, TLS itself makes sure of. */
function createTls(tls: NonNullable<Config["tls"]>, accept: (socket: Socket) => void): Server {
  try {
    const options = {
      cert: readFileSync(tls.cert),
      key: readFileSync(tls.key),
      minVersion: "TLSv1.2",
      requestCert: true,
      rejectUnauthorized: false,
      handshakeTimeout: HANDSHAKE_MS,
    } as const;
    return createTlsServer(options, accept);
  } catch (cause) {
    throw new FengsuiError("http.tls_unusable", cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  }
}
