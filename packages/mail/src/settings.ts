import { Type } from 'typebox'

/** The mail server; spread into a service's configuration schema. Without SMTP_HOST no mail is sent. */
export const mailSettings = {
  SMTP_HOST: Type.Optional(
    Type.String({
      pattern: '^(?:[^\\s:/@]+|[0-9a-fA-F.]*(?::[0-9a-fA-F.]*){2,})$',
      rule: {
        zh: '只能是邮件服务器的名称或地址，例如 smtp.example.cn；端口写在 SMTP_PORT 中',
        en: 'must be the name or address of a server alone, such as smtp.example.cn; its port is SMTP_PORT',
      },
      description: 'Mail server, for password resets and notices of exports; without one no mail is sent.',
    }),
  ),
  SMTP_PORT: Type.Integer({
    minimum: 1,
    maximum: 65_535,
    default: 587,
    description: 'Port of the mail server.',
  }),
  SMTP_SECURE: Type.Boolean({
    default: false,
    description: 'TLS from the first byte (port 465); otherwise STARTTLS, as SMTP_REQUIRE_TLS says.',
  }),
  SMTP_REQUIRE_TLS: Type.Optional(
    Type.Boolean({
      description:
        'Sends nothing to a server that does not offer STARTTLS. Not set: true with SMTP_USER, whose password would be read on the way, and false without.',
    }),
  ),
  SMTP_USER: Type.Optional(Type.String({ description: 'User name at the mail server.' })),
  SMTP_PASSWORD: Type.Optional(Type.String({ secret: true, description: 'Password at the mail server.' })),
  SMTP_FROM: Type.String({
    pattern: '[^\\s<>@]@[^\\s<>@]',
    rule: {
      zh: '必须含有邮箱地址，例如 Lingzhi <no-reply@example.cn>',
      en: 'must hold an address, such as Lingzhi <no-reply@example.cn>',
    },
    default: 'Lingzhi <no-reply@localhost>',
    description: 'Sender of the mails.',
  }),
}

export interface MailSettings {
  SMTP_HOST?: string
  SMTP_PORT: number
  SMTP_SECURE: boolean
  SMTP_REQUIRE_TLS?: boolean
  SMTP_USER?: string
  SMTP_PASSWORD?: string
  SMTP_FROM: string
}
