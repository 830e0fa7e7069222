// SPDX-License-Identifier: Apache-2.0
/**
 * Connections over which nothing was asked yet: browsers open some ahead. Node does not count them as idle, so a
 * server that closes would wait for them.
 */
import type { IncomingMessage, Server } from "node:http";
import { Server as TlsServer } from "node:https";
import type { Socket } from "node:net";

/** Gives what closes those there are. */
export function trackUnused(server: Server): () => void {
  const unused = new Set<Socket>();
  server.on(server instanceof TlsServer ? "secureConnection" : "connection", (socket: Socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  server.on("request", ({ socket }: IncomingMessage) => unused.delete(socket));
  return () => {
    for (const socket of unused) socket.destroy();
  };
}
