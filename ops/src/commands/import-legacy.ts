import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import { importLegacy } from '../legacy/import-legacy.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary:
    'brings accounts, agents, conversations, check-ins and points over from a replaced system: its SQLite file, or the text of mysqldump',
  usage: '<file>',
  positionals: { min: 1, max: 1 },
  options: {
    'on-clash': { type: 'string' },
    owner: { type: 'string' },
    source: { type: 'string' },
    'utc-offset': { type: 'string' },
  },
  changes: true,
  async run(run) {
    const [file] = run.words
    const onClash = run.option('on-clash') ?? 'skip'
    if (onClash !== 'skip' && onClash !== 'rename')
      throw new Fault('--on-clash takes skip (left out, and told) or rename.')
    const offset = run.option('utc-offset') ?? '+00:00'
    if (!/^[+-](0\d|1[0-4]):[0-5]\d$/.test(offset))
      throw new Fault('--utc-offset takes the zone of times that name none, such as +08:00.')
    const source = run.option('source')
    if (source !== undefined && !/^[a-z][a-z0-9-]{0,39}$/.test(source))
      throw new Fault('--source takes a name of small letters, digits and dashes.')
    const zone = settingOf(run.env, 'TIMEZONE') ?? settingOf(run.env, 'CHECKIN_TIMEZONE') ?? 'Asia/Shanghai'
    return importLegacy(run.deployment, file!, {
      run,
      options: { onClash, source, owner: run.option('owner'), offset, zone },
    })
  },
}
