import type { App } from '@lingzhi/http/create-http'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { findByIdentifier } from '../accounts/accounts.queries.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'

const States = ['usable', 'other_password', 'inactive', 'no_administrator', 'missing'] as const

const FirstAdmin = Type.Object({
  /** Whether the settings open the account: `usable` when they do, else what is in the way. */
  state: Type.Enum([...States]),
  created_at: Type.Optional(Type.String({ format: 'date-time' })),
})

/**
 * Whether the administrator whom the settings name can sign in with the password they hold. For who started this process,
 * and told to nobody else: no row of the gateway leads here. It is no log-in: it opens no session and counts no failure.
 */
export function showFirstAdmin(
  app: App,
  { db, passwords }: Pick<Deps, 'db' | 'passwords'>,
  config: Pick<Config, 'ADMIN_USERNAME' | 'ADMIN_PASSWORD'>,
) {
  async function stateOf({ ADMIN_USERNAME: username, ADMIN_PASSWORD: password }: typeof config) {
    const user = username ? await findByIdentifier(db, username) : undefined
    if (!user) return { state: 'missing' } satisfies Static<typeof FirstAdmin>
    const matches = password && (await passwords.verify(password, user.password_hash))
    const state =
      user.role !== 'admin'
        ? 'no_administrator'
        : user.status !== 'active'
          ? 'inactive'
          : matches
            ? 'usable'
            : 'other_password'
    return { state, created_at: user.created_at.toISOString() } satisfies Static<typeof FirstAdmin>
  }
  app.get('/internal/first-admin', { schema: { hide: true, response: { 200: FirstAdmin } } }, () =>
    stateOf(config),
  )
}
