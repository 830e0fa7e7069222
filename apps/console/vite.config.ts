// SPDX-License-Identifier: Apache-2.0
/** How the console is built. The hub puts a nonce into the page where `__CSP_NONCE__` stands, anew each time. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    outDir: "dist",
    manifest: true,
    target: "es2023",
    // Small pictures would become data: addresses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { "/api": "http://127.0.0.1:7480" } },
});
