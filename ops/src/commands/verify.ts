import { Fault } from '@lingzhi/stack/fault'
import { deploymentThere, targetOption } from '../deployment/open-target.ts'
import type { Command } from '../run/command.ts'
import { checkBackups } from '../verifying/check-backups.ts'
import { checkDependencies } from '../verifying/check-dependencies.ts'
import { checkLogs } from '../verifying/check-logs.ts'
import { rewardsOf, verifyPlatform } from '../verifying/verify-platform.ts'

export const command: Command = {
  summary: 'uses the platform as people do and says what is not as it has to be',
  usage: '[address]',
  positionals: { min: 0, max: 1 },
  options: targetOption,
  changes: false,
  async run(run) {
    const { words, check, signal } = run
    const deployment = await deploymentThere(run)
    const stack = deployment.stack()
    const gateway = (words[0] ?? stack?.gateway_url)?.replace(/\/+$/, '')
    if (!gateway) throw new Fault('Nothing runs here: npm start, or name the address of a platform.')
    const since = Date.now()
    await verifyPlatform({
      gateway,
      admin: words[0] ? adminOf(deployment.env) : stack?.admin,
      signal,
      check,
      rewards: rewardsOf(deployment.env),
    })
    await check('dependencies', () => checkDependencies(gateway, signal))
    if (words[0]) return { gateway_url: gateway }
    await check('backup', async () => checkBackups(deployment.dataDir))
    await check('logs', async () => checkLogs(deployment, since))
    return { gateway_url: gateway }
  },
}

/** Elsewhere the administrator of the settings is tried. */
function adminOf(env: NodeJS.ProcessEnv) {
  const password = env.ADMIN_PASSWORD
  return password ? { username: env.ADMIN_USERNAME || 'admin', password } : undefined
}
