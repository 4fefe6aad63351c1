import cookie from '@fastify/cookie'
import { checkDb } from '@lingzhi/db/check-db'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import { deleteAccount } from './accounts/delete-account.ts'
import { register } from './accounts/register.ts'
import { showAccount } from './accounts/show-account.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { logIn } from './sessions/log-in.ts'
import { logOut } from './sessions/log-out.ts'
import { refresh } from './sessions/refresh.ts'
import { showPublicKeys } from './tokens/public-keys.ts'

/**
 * Auth owns the users, what they prove themselves with, their sessions and API keys, and the keys that sign
 * access tokens. It is apart from everything else because it is where the secrets are.
 */
export async function createApp(config: Config, deps: Deps): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    title: 'Accounts and sessions',
    checks: { postgres: () => checkDb(deps.db), nats: () => deps.bus.ping() },
  })
  await app.register(cookie)
  identify(app, deps.verifier)

  register(app, deps, config)
  showAccount(app, deps)
  deleteAccount(app, deps, config)

  logIn(app, deps, config)
  refresh(app, deps, config)
  logOut(app, deps, config)

  showPublicKeys(app, deps)
  return app
}
