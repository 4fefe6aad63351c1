import { placeElsewhere, targetName, targetOption } from '../deployment/open-target.ts'
import type { Target } from '../deployment/target.ts'
import { ill, type Look } from '../doctor/look.ts'
import { clock, disk, port } from '../doctor/machine.ts'
import { backups, certificates, model, proxy, readiness } from '../doctor/platform.ts'
import { bus, database, redis } from '../doctor/servers.ts'
import { settings, timeZone } from '../doctor/settings.ts'
import type { Command } from '../run/command.ts'

/** In the order in which one causes the other. */
const looks: Look[] = [
  ...[
    settings,
    timeZone,
    port,
    disk,
    database,
    redis,
    bus,
    clock,
    readiness,
    model,
    proxy,
    certificates,
    backups,
  ],
]

export const command: Command = {
  summary: 'looks for what usually goes wrong, each with its mend',
  usage: '',
  options: targetOption,
  changes: false,
  async run(run) {
    const { check, signal } = run
    let deployment = run.deployment
    if (deployment.root && targetName(run) !== 'host') {
      let place: Target | undefined
      await check('place', async () => {
        place = await placeElsewhere(run)
        return targetName(run)
      })
      deployment = place?.deployment ?? deployment
      for (const { name, ok, detail, mend } of (await place?.look?.()) ?? [])
        await check(name, async () => (ok || !mend ? { ok, detail } : ill(detail, mend)))
    }
    for (const { name, look } of looks) await check(name, () => look({ deployment, signal }))
    return undefined
  },
}
