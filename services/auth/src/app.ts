import cookie from '@fastify/cookie'
import { checkBus } from '@lingzhi/bus/check-bus'
import { checkStorage } from '@lingzhi/db/check-db'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import { changePassword } from './accounts/change-password.ts'
import { deleteAccount } from './accounts/delete-account.ts'
import { register } from './accounts/register.ts'
import { showAccount } from './accounts/show-account.ts'
import { updateProfile } from './accounts/update-profile.ts'
import { confirmEmail } from './addresses/confirm-email.ts'
import { listUsers } from './admin/list-users.ts'
import { showFirstAdmin } from './admin/show-first-admin.ts'
import { updateUser } from './admin/update-user.ts'
import { createApiKey } from './api-keys/create-api-key.ts'
import { listApiKeys } from './api-keys/list-api-keys.ts'
import { revokeApiKey } from './api-keys/revoke-api-key.ts'
import { unlock } from './attempts/unlock.ts'
import { listAudit } from './audit/list-audit.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { manageInvitations } from './registration/manage-invitations.ts'
import { showConfig } from './registration/show-config.ts'
import { completeReset } from './resets/complete-reset.ts'
import { requestReset } from './resets/request-reset.ts'
import { manageSecondFactor } from './second-factor/manage-second-factor.ts'
import { createTicket } from './sessions/create-ticket.ts'
import { endOwnSessions } from './sessions/end-own-sessions.ts'
import { listOwnSessions } from './sessions/list-sessions.ts'
import { logIn } from './sessions/log-in.ts'
import { logOut } from './sessions/log-out.ts'
import { refresh } from './sessions/refresh.ts'
import { showPublicKeys } from './tokens/public-keys.ts'

/**
 * Auth owns the users, their credentials, their sessions and API keys, and the keys that sign access tokens.
 * It is a service of its own because it holds the secrets.
 */
export async function createApp(config: Config, deps: Deps): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    title: 'Accounts and sessions',
    checks: { postgres: () => checkStorage(deps.db), nats: () => checkBus(deps.bus) },
  })
  await app.register(cookie)
  identify(app, deps.verifier)

  register(app, deps, config)
  manageInvitations(app, deps)
  showConfig(app, deps, config)
  showAccount(app, deps)
  updateProfile(app, deps, config)
  confirmEmail(app, deps, config)
  changePassword(app, deps)
  deleteAccount(app, deps, config)

  logIn(app, deps, config)
  refresh(app, deps, config)
  logOut(app, deps, config)
  createTicket(app, deps)
  listOwnSessions(app, deps)
  endOwnSessions(app, deps)

  manageSecondFactor(app, deps)

  requestReset(app, deps, config)
  completeReset(app, deps)

  createApiKey(app, deps)
  listApiKeys(app, deps)
  revokeApiKey(app, deps)

  listUsers(app, deps)
  updateUser(app, deps)
  unlock(app, deps)
  listAudit(app, deps)

  showPublicKeys(app, deps)
  showFirstAdmin(app, deps, config)
  return app
}
