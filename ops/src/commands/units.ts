import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { checkSettings, faultsTogether } from '@lingzhi/stack/environment/check-settings'
import { loadSchemas } from '@lingzhi/stack/environment/schemas'
import { Fault } from '@lingzhi/stack/fault'
import { LauncherConfig } from '@lingzhi/stack/platform/settings'
import { replaceFile } from '@lingzhi/stack/processes/replace-file'
import { layoutOf } from '../host/layout.ts'
import { makeUnits } from '../host/make-units.ts'
import type { Command } from '../run/command.ts'

/** Run by `deploy` with the code of the release it deploys, which alone knows its services and their settings. */
export const command: Command = {
  summary: 'used by deploy: writes the processes of the release it is run in',
  usage: '<release>',
  positionals: { min: 1, max: 1 },
  options: { scale: { type: 'string' } },
  changes: false,
  async run({ words, option, deployment, step, note }) {
    const release = words[0]!
    const { root, dataDir, env } = deployment
    if (!root) throw new Fault('units needs --root.')
    const layout = layoutOf(root, dataDir)
    const folder = layout.release(release)
    if (!existsSync(folder)) throw new Fault(`There is no release ${release} in ${layout.releases}.`)
    await step('settings', async () => {
      const schemas = await loadSchemas()
      checkSettings([LauncherConfig, ...Object.values(schemas)], env, await faultsTogether(schemas, env))
    })
    const { units, openAccounts, buildConsole } = await makeUnits({
      deployment,
      release,
      folder,
      scale: option('scale'),
      note,
    })
    await step('accounts at NATS', async (tell) => tell(openAccounts() ? 'changed' : 'the same'))
    await step('console', async (tell) => tell((await buildConsole()) ?? 'built'))
    mkdirSync(dirname(layout.units(release)), { recursive: true, mode: 0o700 })
    replaceFile(layout.units(release), JSON.stringify(units))
    return { units: layout.units(release) }
  },
}
