// SPDX-License-Identifier: Apache-2.0
/** What one was told, the newest first. To open one is to have read it. */
import type { Notification } from "@fengsui/contract";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { hub } from "../../../app/hub.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Empty } from "../../../parts/empty.tsx";
import { type Column, ListTable } from "../../../parts/list-table.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { More, usePages } from "../../../parts/pages.tsx";
import { Severity } from "../../../parts/severity.tsx";
import { TimeAgo } from "../../../parts/time-ago.tsx";
import { useAct } from "../../../parts/use-act.ts";
import { KIND_TEXT, pageOf } from "../words.ts";

export function Inbox() {
  const { t } = useTexts();
  const navigate = useNavigate();
  // Apart: a press on the button counts while one that was opened is still being marked.
  const reading = useAct(["notifications"]);
  const readingAll = useAct(["notifications"]);
  const pages = usePages({
    key: ["notifications", "list"],
    read: (after, signal) => hub.notifications.list({ after }, signal),
  });
  const rows = pages.data?.pages.flatMap(({ notifications }) => notifications);
  const unread = pages.data?.pages[0]?.unread ?? 0;
  const open = (one: Notification) => {
    if (one.readAt === null) reading.mutate(() => hub.notifications.markRead([one.id]));
    void navigate({ href: pageOf(one.subject) });
  };
  if (pages.error !== null) return <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} />;
  if (rows?.length === 0)
    return <Empty title={t("notifications.none")} hint={t("notifications.none.hint")} />;
  return (
    <>
      <div className="section-head">
        <span role="status">{t("notifications.unread", { count: unread })}</span>
        {unread > 0 && (
          <Button
            size="small"
            loading={readingAll.isPending}
            onClick={() => readingAll.mutate(() => hub.notifications.markRead())}
          >
            {t("notifications.readAll")}
          </Button>
        )}
      </div>
      {readingAll.error !== null && <ProblemNotice error={readingAll.error} />}
      <InboxList rows={rows} onOpen={open} />
      <More pages={pages} />
    </>
  );
}

interface ListProps {
  readonly rows: readonly Notification[] | undefined;
  readonly onOpen: (one: Notification) => void;
}

function InboxList({ rows, onOpen }: ListProps) {
  const { t } = useTexts();
  const columns: readonly Column<Notification>[] = [
    { name: "level", title: t("alerts.level"), cell: ({ level }) => <Severity level={level} isShort /> },
    {
      name: "title",
      title: t("notifications.what"),
      isMain: true,
      cell: ({ kind, title, readAt }) => (
        <span className={readAt === null ? "unread" : undefined} title={title}>
          {readAt === null && <span className="unseen">{t("notifications.isUnread")} </span>}
          {t(KIND_TEXT[kind])}: {title}
        </span>
      ),
    },
    { name: "time", title: t("notifications.when"), cell: ({ createdAt }) => <TimeAgo at={createdAt} /> },
  ];
  return (
    <ListTable
      caption={t("nav.notifications")}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      openKey={undefined}
      onOpen={onOpen}
    />
  );
}
