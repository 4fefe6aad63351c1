import { readFileSync } from 'node:fs'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { Type } from 'typebox'
import { confirmsEmail } from '../addresses/email-state.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'

const Open = Type.Object(
  {
    guests_allowed: Type.Boolean(),
    registration_open: Type.Boolean(),
    registration: Type.Enum(['open', 'invitation', 'closed']),
    mail_configured: Type.Boolean(),
    timezone: Type.String(),
    version: Type.String(),
    features: Type.Array(Type.String()),
  },
  { title: 'PlatformConfig', description: 'What is open on this platform.' },
)

const { version } = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
) as { version: string }

/** What is open on this platform, for the first page of a front end. No secret, and nothing that depends on the caller. */
export function showConfig(app: App, { mailer }: Pick<Deps, 'mailer'>, config: Config) {
  const registration = config.REGISTRATION
  const data = {
    guests_allowed: config.GUESTS_ALLOWED,
    registration_open: registration === 'open',
    registration,
    mail_configured: mailer !== null,
    timezone: config.TIMEZONE,
    version,
    features: [...(confirmsEmail({ mailer }, config) ? ['email_confirmation'] : []), 'second_factor'],
  }
  app.get(
    '/api/config',
    {
      schema: {
        tags: ['account'],
        summary: 'What is open here: guests, registration, mail',
        response: { 200: success(Open) },
      },
    },
    async () => ({ success: true as const, data }),
  )
}
