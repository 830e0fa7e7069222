// SPDX-License-Identifier: Apache-2.0
/** Files as evidence, one after the other, with how far each is; cancelled, nothing of it is kept. */
import { type EvidenceOf, HubProblem } from "@fengsui/client";
import { MAX_EVIDENCE_BYTES } from "@fengsui/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useId, useRef, useState } from "react";
import { useSession } from "../../app/session.ts";
import { useTexts } from "../../app/use-texts.ts";
import { formatBytes } from "../../parts/number.ts";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { uploadEvidence } from "./upload.ts";

interface AddProps {
  readonly of: EvidenceOf;
  readonly changes: readonly string[];
}

interface UnderWay {
  readonly name: string;
  readonly part: number;
}

export function AddEvidence({ of, changes }: AddProps) {
  const { t, language } = useTexts();
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [description, setDescription] = useState("");
  const { state, send, cancel } = useUploads({ of, changes });
  const sendAll = async (files: readonly File[]) => {
    await send(files, description.trim());
    setDescription("");
  };
  return (
    <div className="acts">
      <div className="act-row">
        <label htmlFor={id} className="unseen">
          {t("evidence.files")}
        </label>
        <input
          ref={picker}
          id={id}
          type="file"
          multiple
          className="unseen"
          tabIndex={-1}
          onChange={({ target }) => {
            void sendAll([...(target.files ?? [])]);
            target.value = "";
          }}
        />
        <Input
          className="grow"
          aria-label={t("evidence.description")}
          placeholder={t("evidence.description.hint")}
          maxLength={2000}
          value={description}
          onChange={({ target }) => setDescription(target.value)}
          // It may stand in a form, which is not to be sent by it.
          onPressEnter={(event) => event.preventDefault()}
        />
        <Button onClick={() => picker.current?.click()} disabled={state.now !== undefined}>
          {t("evidence.add")}
        </Button>
      </div>
      <small className="quiet">
        {t("evidence.add.help", { size: formatBytes(MAX_EVIDENCE_BYTES, language) })}
      </small>
      {state.now !== undefined && (
        <div className="act-row" role="status">
          <span>{t("evidence.underWay", { name: state.now.name })}</span>
          <progress max={1} value={state.now.part} aria-label={state.now.name} />
          <span>{Math.floor(state.now.part * 100)} %</span>
          <Button size="small" onClick={cancel}>
            {t("action.cancel")}
          </Button>
        </div>
      )}
      {state.error !== undefined && <ProblemNotice error={state.error} />}
    </div>
  );
}

interface UploadState {
  readonly now?: UnderWay;
  readonly error?: unknown;
}

function useUploads({ of, changes }: AddProps) {
  const { csrfToken } = useSession();
  const queries = useQueryClient();
  const stop = useRef<AbortController>(undefined);
  const [state, setState] = useState<UploadState>({});
  const send = async (files: readonly File[], description: string) => {
    const controller = new AbortController();
    stop.current = controller;
    try {
      for (const file of files) {
        const onProgress = (part: number) => setState({ now: { name: file.name, part } });
        onProgress(0);
        await uploadEvidence({ of, file, description, csrfToken, onProgress, signal: controller.signal });
      }
      setState({});
    } catch (error) {
      // What was cancelled failed for no other reason.
      setState(error instanceof HubProblem ? { error } : {});
    }
    for (const key of ["evidence", ...changes]) await queries.invalidateQueries({ queryKey: [key] });
  };
  return { state, send, cancel: () => stop.current?.abort() };
}
