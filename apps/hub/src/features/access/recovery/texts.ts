// SPDX-License-Identifier: Apache-2.0
/** What letters to the owner of an account say, in both languages. */
import type { LetterRow } from "./records.ts";

export interface LetterTexts {
  readonly subject: string;
  readonly lead: readonly string[];
  readonly button: string;
}

type Kind = Exclude<LetterRow["kind"], "notice">;

const EN: Readonly<Record<Kind, LetterTexts>> = {
  forgotten: {
    subject: "Set a new password",
    lead: [
      "Somebody asked for a new password for your account. If it was you, set it with the link below. It holds for an hour, and once.",
      "If it was not you, do nothing: your password stays as it is.",
    ],
    button: "Set a new password",
  },
  link_made: {
    subject: "A one-time link to your account was made",
    lead: [
      "An administrator or an operator of the hub made a one-time link that sets a new password for your account. It holds for an hour.",
      "If you did not ask for it, tell an operator of the hub at once.",
    ],
    button: "Look at your account",
  },
  password_set: {
    subject: "Your password was set anew",
    lead: [
      "A new password was set for your account with a one-time link. Wherever you were signed in, you are so no longer.",
      "If it was not you, ask for a new link at once, and tell an operator of the hub.",
    ],
    button: "Sign in",
  },
  disabled: {
    subject: "Your account was disabled",
    lead: ["An operator of the hub disabled your account. What you did stays recorded."],
    button: "Open the hub",
  },
  enabled: {
    subject: "Your account can be used again",
    lead: ["An operator of the hub enabled your account again."],
    button: "Sign in",
  },
};

const ZH: Readonly<Record<Kind, LetterTexts>> = {
  forgotten: {
    subject: "设置新密码",
    lead: [
      "有人为您的账户申请了新密码。如果是您本人，请用下面的链接设置。链接一小时内有效，只能使用一次。",
      "如果不是您本人，无需任何操作，您的密码不会改变。",
    ],
    button: "设置新密码",
  },
  link_made: {
    subject: "有人为您的账户生成了一次性链接",
    lead: [
      "管理员或枢纽运维人员为您的账户生成了用于设置新密码的一次性链接，一小时内有效。",
      "如果不是您要求的，请立即告知枢纽运维人员。",
    ],
    button: "查看您的账户",
  },
  password_set: {
    subject: "您的密码已重新设置",
    lead: [
      "有人通过一次性链接为您的账户设置了新密码，此前的登录均已结束。",
      "如果不是您本人，请立即重新申请链接，并告知枢纽运维人员。",
    ],
    button: "登录",
  },
  disabled: {
    subject: "您的账户已停用",
    lead: ["枢纽运维人员停用了您的账户。您此前的操作记录会保留。"],
    button: "打开枢纽",
  },
  enabled: {
    subject: "您的账户已恢复使用",
    lead: ["枢纽运维人员恢复了您的账户。"],
    button: "登录",
  },
};

export const LETTER_FOOT = {
  en: "This is about the security of your account, so it comes whatever you chose to hear of.",
  zh: "此邮件涉及您的账户安全，无论通知偏好如何都会发送。",
} as const;

export function letterTexts(
  kind: Kind,
  language: string,
): LetterTexts & { readonly lines?: readonly string[]; readonly foot: string } {
  return { ...(language === "en" ? EN : ZH)[kind], foot: footIn(language) };
}

export function footIn(language: string): string {
  return language === "en" ? LETTER_FOOT.en : LETTER_FOOT.zh;
}
