import type { Look } from '../doctor/look.ts'
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
  changes: false,
  async run({ deployment, check, signal }) {
    for (const { name, look } of looks) await check(name, () => look({ deployment, signal }))
    return undefined
  },
}
