// SPDX-License-Identifier: Apache-2.0
/** What the owner of an account is told of it, in both languages. */
export const NOTICES = [
  "passkey_added",
  "passkey_removed",
  "codes_added",
  "codes_removed",
  "recovery_codes_renewed",
  "provider_connected",
  "provider_disconnected",
  "password_changed",
  "password_set",
  "link_made",
  "new_place",
  "key_expiring",
] as const;
export type NoticeWhat = (typeof NOTICES)[number];

type Texts = Readonly<Record<NoticeWhat, string>>;

const EN: Texts = {
  passkey_added: "A passkey was added to your account",
  passkey_removed: "A passkey was removed from your account",
  codes_added: "One-time codes were set up for your account",
  codes_removed: "One-time codes are no longer asked for at your account",
  recovery_codes_renewed: "New recovery codes were made for your account",
  provider_connected: "Your account was connected with a provider",
  provider_disconnected: "Your account was disconnected from a provider",
  password_changed: "The password of your account was changed",
  password_set: "The password of your account was set anew with a one-time link",
  link_made: "Somebody made a one-time link that sets a new password for your account",
  new_place: "Somebody signed in to your account from a new place",
  key_expiring: "A key for programs is about to expire",
};

const ZH: Texts = {
  passkey_added: "您的账户新增了通行密钥",
  passkey_removed: "您的账户移除了通行密钥",
  codes_added: "您的账户已启用一次性验证码",
  codes_removed: "您的账户已停用一次性验证码",
  recovery_codes_renewed: "您的账户重新生成了恢复码",
  provider_connected: "您的账户已关联身份提供方",
  provider_disconnected: "您的账户已取消关联身份提供方",
  password_changed: "您的账户密码已修改",
  password_set: "您的账户密码已通过一次性链接重新设置",
  link_made: "有人为您的账户生成了用于设置新密码的一次性链接",
  new_place: "您的账户在新的位置登录",
  key_expiring: "程序密钥即将到期",
};

const LEAD = {
  en: {
    done: "If it was you, there is nothing to do. If not, sign in, change your password, look at your sessions and your ways to sign in, and tell an operator of the hub.",
    key: "What uses it stops working then. Make a new key, let the program use it, and revoke this one.",
  },
  zh: {
    done: "如果是您本人操作，无需处理。否则请立即登录并修改密码，检查登录会话与登录方式，并告知枢纽运维人员。",
    key: "到期后使用它的程序将无法工作。请新建密钥，更换后撤销此密钥。",
  },
} as const;

const BUTTON = { en: "Look at your account", zh: "查看您的账户" } as const;
const AT = { en: "Time", zh: "时间" } as const;

export interface NoticeTexts {
  readonly subject: string;
  readonly lead: readonly string[];
  readonly lines: readonly string[];
  readonly button: string;
}

export function isNotice(text: string): text is NoticeWhat {
  return NOTICES.some((known) => known === text);
}

/** One line, as it stands among the notifications. */
export function noticeTitle(what: string, detail: readonly string[], language: string): string {
  const text = isNotice(what) ? (language === "en" ? EN : ZH)[what] : what;
  return [text, ...detail].join(" · ");
}

export function noticeTexts(
  { what, detail, at }: { readonly what: string; readonly detail: readonly string[]; readonly at: Date },
  language: string,
): NoticeTexts {
  const of = language === "en" ? "en" : "zh";
  return {
    subject: noticeTitle(what, [], language),
    lead: [what === "key_expiring" ? LEAD[of].key : LEAD[of].done],
    lines: [...detail, `${AT[of]}: ${at.toISOString()}`],
    button: BUTTON[of],
  };
}
