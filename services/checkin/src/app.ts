import { checkBus } from '@lingzhi/bus/check-bus'
import { checkStorage } from '@lingzhi/db/check-db'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import { checkIn } from './checkins/check-in.ts'
import { listCheckins } from './checkins/list-checkins.ts'
import { showStatus } from './checkins/show-status.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { chooseNameShown } from './leaderboard/choose-name-shown.ts'
import { showLeaderboard } from './leaderboard/show-leaderboard.ts'
import { adjustPoints } from './points/adjust-points.ts'
import { listLedger } from './points/list-ledger.ts'

/**
 * Check-in owns who was here on which day, and the points ledger that follows from it. It is a service
 * of its own because it is the small write path that must never be wrong.
 */
export async function createApp(config: Config, deps: Deps): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    title: 'Check-in and points',
    checks: { postgres: () => checkStorage(deps.db), nats: () => checkBus(deps.bus) },
  })
  identify(app, deps.verifier)

  checkIn(app, deps, config)
  showStatus(app, deps, config)
  listCheckins(app, deps, config)
  showLeaderboard(app, deps, config)
  chooseNameShown(app, deps)
  listLedger(app, deps, config)
  adjustPoints(app, deps)
  return app
}
