// SPDX-License-Identifier: Apache-2.0
/** What mails say, in both languages. */
import type { NotificationKind } from "@fengsui/contract";
import type { Level } from "../deliveries/schedule.ts";

export type Language = "en" | "zh-CN";

export interface MailTexts {
  readonly kinds: Readonly<Record<NotificationKind, string>>;
  readonly levels: Readonly<Record<Level, string>>;
  /** In the place of what a mail may not say. */
  readonly awaits: string;
  readonly awaitsWhy: string;
  readonly several: (count: number) => string;
  readonly more: (count: number) => string;
  readonly held: string;
  readonly digest: string;
  readonly open: string;
  readonly openAll: string;
  readonly why: (organisation: string) => string;
  readonly change: string;
  readonly test: { readonly subject: string; readonly text: string };
}

const EN: MailTexts = {
  kinds: {
    "alert.raised": "Alert",
    "alert.assigned": "An alert was assigned to you",
    "source.silent": "A source has fallen silent",
    "retrospection.found": "A retrospection found alerts",
    "case.opened": "A case was opened",
    "case.assigned": "A case was assigned to you",
    "case.decided": "A case was decided",
    "order.issued": "You have a rectification order",
    "order.acknowledged": "An order was acknowledged",
    "order.answered": "An order was answered",
    "order.returned": "An answer to an order was returned to you",
    "order.refused": "An order was refused",
    "order.extension_asked": "An extension of an order is asked for",
    "order.extension_decided": "An extension of an order was decided",
    "order.reminder": "The deadline of an order is near",
    "order.overdue": "An order is overdue",
    "order.escalated": "An overdue order was escalated",
    "order.closed": "An order was closed",
    "order.reopened": "An order was reopened",
    "claim.lost": "The proof of a domain or network was lost",
    "claim.overlaps": "Organisations claim the same domain or network",
    "share.recalled": "What was shared with you was recalled: delete your copies",
    "sharing.asked": "An organisation asks you to share",
    "sharing.answered": "What your organisation asked for was answered",
  },
  levels: {
    informational: "informational",
    low: "low",
    medium: "medium",
    high: "high",
    critical: "critical",
  },
  awaits: "Something awaits you in Fengsui",
  awaitsWhy: "Its marking (TLP) does not let a mail say more. Sign in to read it.",
  several: (count) => `${count} notifications`,
  more: (count) => `… and ${count} more`,
  held: "This came in your quiet hours.",
  digest: "This is your digest.",
  open: "Open it",
  openAll: "Open your notifications",
  why: (organisation) => `You get this as a member of ${organisation}.`,
  change: "Change what comes, or have no mail",
  test: {
    subject: "Mail works",
    text: "This is the test that you asked for. Mail from this hub reaches you.",
  },
};

const ZH: MailTexts = {
  kinds: {
    "alert.raised": "告警",
    "alert.assigned": "有告警分派给您",
    "source.silent": "数据源已静默",
    "retrospection.found": "回溯检测发现告警",
    "case.opened": "新建了事件工单",
    "case.assigned": "有事件工单分派给您",
    "case.decided": "事件工单已作出结论",
    "order.issued": "您收到整改通知书",
    "order.acknowledged": "整改通知书已签收",
    "order.answered": "整改通知书已答复",
    "order.returned": "整改答复被退回",
    "order.refused": "整改通知书被拒绝",
    "order.extension_asked": "整改通知书申请延期",
    "order.extension_decided": "整改延期申请已有决定",
    "order.reminder": "整改截止时间临近",
    "order.overdue": "整改已逾期",
    "order.escalated": "逾期整改已升级",
    "order.closed": "整改通知书已关闭",
    "order.reopened": "整改通知书重新打开",
    "claim.lost": "域名或网段的归属证明已失效",
    "claim.overlaps": "多个单位申报了相同的域名或网段",
    "share.recalled": "共享给您的内容已被撤回：请删除副本",
    "sharing.asked": "有单位向贵单位提出共享申请",
    "sharing.answered": "贵单位的共享申请已有答复",
  },
  levels: { informational: "提示", low: "低", medium: "中", high: "高", critical: "严重" },
  awaits: "烽燧中有事项等待您处理",
  awaitsWhy: "其共享标记（TLP）不允许在邮件中说明更多内容，请登录查看。",
  several: (count) => `${count} 条通知`,
  more: (count) => `……另有 ${count} 条`,
  held: "以下内容产生于您的免打扰时段。",
  digest: "这是您的汇总邮件。",
  open: "打开查看",
  openAll: "打开我的通知",
  why: (organisation) => `您因属于“${organisation}”而收到此邮件。`,
  change: "更改通知方式或不再接收邮件",
  test: { subject: "邮件可以送达", text: "这是您要求的测试邮件：本枢纽发出的邮件可以送达您的邮箱。" },
};

export function textsIn(language: string): MailTexts {
  return language === "en" ? EN : ZH;
}
