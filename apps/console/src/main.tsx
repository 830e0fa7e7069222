// SPDX-License-Identifier: Apache-2.0
/** Where the console begins. */
import "./styles/tokens.css";
import "./styles/page.css";
import "./styles/dialog.css";
import "./styles/shell.css";
import "./styles/list.css";
import "./styles/panel.css";
import "./styles/overview.css";
import "./styles/search.css";
import "./styles/ledger.css";
import "./styles/retention.css";
import "./styles/case.css";
import "./styles/tour.css";
import "./styles/notifications.css";
import "./styles/indicators.css";
import "./styles/small.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { startHubWords } from "./app/hub-words.ts";
import { preferredLanguage, startTexts } from "./app/texts.ts";

const root = document.getElementById("root");
if (root === null) throw new TypeError("the page has no #root");
await startTexts(preferredLanguage());
startHubWords();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
