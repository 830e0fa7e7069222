// SPDX-License-Identifier: Apache-2.0
/** What is to be done in a case, by whom and by when; the next that is due first. */
import type { CASE_TASK, Case } from "@fengsui/contract";
import { useQuery } from "@tanstack/react-query";
import { Checkbox } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { hub } from "../../app/hub.ts";
import { useTexts } from "../../app/use-texts.ts";
import { AssignSelect } from "../../parts/assign-select.tsx";
import { ProblemNotice } from "../../parts/page-problem.tsx";
import { PersonName } from "../../parts/person-name.tsx";
import { TimeAgo } from "../../parts/time-ago.tsx";
import { useAct } from "../../parts/use-act.ts";
import { NewTaskForm } from "./new-task-form.tsx";
import { CASES_KEY, caseTasksQuery } from "./queries.ts";

type Task = z.infer<typeof CASE_TASK>;

interface TasksProps {
  readonly one: Case;
  readonly mayWork: boolean;
}

export function CaseTasks({ one, mayWork }: TasksProps) {
  const { t } = useTexts();
  const { data, error } = useQuery(caseTasksQuery(one.id));
  return (
    <section aria-label={t("case.tasks")}>
      {mayWork && <NewTaskForm one={one} />}
      {error !== null && <ProblemNotice error={error} />}
      {data?.length === 0 && <p className="quiet">{t("case.tasks.none")}</p>}
      <ul className="records">
        {data?.map((task) => (
          <TaskItem
            key={task.id}
            task={task}
            organisationId={one.organisationId}
            mayWork={mayWork && task.caseId === one.id}
          />
        ))}
      </ul>
    </section>
  );
}

interface TaskProps {
  readonly task: Task;
  readonly organisationId: string;
  readonly mayWork: boolean;
}

function TaskItem({ task, organisationId, mayWork }: TaskProps) {
  const { t } = useTexts();
  const act = useAct([CASES_KEY]);
  const { id, caseId, title, assigneeId, dueAt, doneAt, doneBy, description, version } = task;
  const [wanted, setWanted] = useState<boolean>();
  const change = (to: Parameters<typeof hub.cases.tasks.change>[2]) =>
    act.mutate(() => hub.cases.tasks.change(caseId, id, { ...to, version }));
  const isLate = doneAt === null && dueAt !== null && Date.parse(dueAt) < Date.now();
  return (
    <li>
      <Checkbox
        aria-label={t("case.task.done.of", { title })}
        // At once as wanted; should the hub refuse, it goes back.
        checked={act.isPending && wanted !== undefined ? wanted : doneAt !== null}
        disabled={!mayWork}
        onChange={({ target }) => {
          setWanted(target.checked);
          change({ isDone: target.checked });
        }}
      />
      <div className="grow">
        <span className={doneAt === null ? undefined : "over"}>{title}</span>
        {description !== "" && <p className="said">{description}</p>}
        <p className="quiet">
          <PersonName id={assigneeId} />
          {doneAt !== null && (
            <>
              {" · "}
              {t("case.task.done")} <TimeAgo at={doneAt} /> (<PersonName id={doneBy} />)
            </>
          )}
          {doneAt === null && dueAt !== null && (
            <>
              {" · "}
              {t(isLate ? "case.task.late" : "case.task.due")} <TimeAgo at={dueAt} />
            </>
          )}
        </p>
        {act.error !== null && <ProblemNotice error={act.error} />}
      </div>
      {mayWork && doneAt === null && (
        <AssignSelect
          organisationId={organisationId}
          onAssign={(personId) => change({ assigneeId: personId })}
        />
      )}
    </li>
  );
}
