import { Type } from 'typebox'

/** The mail server; spread into a service's configuration schema. Without SMTP_HOST no mail is sent. */
export const mailSettings = {
  SMTP_HOST: Type.Optional(
    Type.String({
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
    description: 'TLS from the first byte (port 465); otherwise STARTTLS where the server offers it.',
  }),
  SMTP_USER: Type.Optional(Type.String({ description: 'User name at the mail server.' })),
  SMTP_PASSWORD: Type.Optional(Type.String({ secret: true, description: 'Password at the mail server.' })),
  SMTP_FROM: Type.String({ default: 'Lingzhi <no-reply@localhost>', description: 'Sender of the mails.' }),
}

export interface MailSettings {
  SMTP_HOST?: string
  SMTP_PORT: number
  SMTP_SECURE: boolean
  SMTP_USER?: string
  SMTP_PASSWORD?: string
  SMTP_FROM: string
}
