// SPDX-License-Identifier: Apache-2.0
/** What stands around every page: theme, texts of Ant Design, data, addresses. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ConfigProvider, theme } from "antd";
import { queryClient } from "./hub.ts";
import { router } from "./router.tsx";
import { useShade } from "./theme.ts";
import { useTexts } from "./use-texts.ts";

/** Ant Design writes `<style>` elements while it runs; the page's policy lets in those with its nonce. */
const NONCE = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

const FONTS =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export function App() {
  const isDark = useShade() === "dark";
  const { language } = useTexts();
  return (
    <ConfigProvider
      key={language}
      csp={{ nonce: NONCE }}
      componentSize="middle"
      button={{ autoInsertSpace: false }}
      // What is open in a dialog of the browser lies above all else.
      getPopupContainer={(node) => node?.closest("dialog") ?? document.body}
      wave={{ disabled: true }}
      theme={{
        algorithm: isDark ? [theme.darkAlgorithm, theme.compactAlgorithm] : [theme.compactAlgorithm],
        token: {
          fontFamily: FONTS,
          // The compact algorithm takes the size below: 14 px.
          fontSize: 16,
          controlHeight: 32,
          borderRadius: 6,
          colorPrimary: isDark ? "#5aa9d6" : "#1f5f85",
          colorBgContainer: isDark ? "#1a1e23" : "#ffffff",
          colorBgElevated: isDark ? "#22272e" : "#ffffff",
          // Readable, as what is said quietly elsewhere.
          colorTextPlaceholder: isDark ? "#98a4ae" : "#5b6670",
          motion: false,
        },
        // White on the accent of the dark is too little contrast.
        components: { Button: { primaryColor: isDark ? "#0d1216" : "#ffffff" } },
      }}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  );
}
