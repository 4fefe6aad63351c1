import { join } from 'node:path'
import { checkSettings, faultsTogether } from '@lingzhi/stack/environment/check-settings'
import { readDotEnv } from '@lingzhi/stack/environment/dot-env'
import { knownNames } from '@lingzhi/stack/environment/known-names'
import { loadSchemas } from '@lingzhi/stack/environment/schemas'
import { settingOf } from '@lingzhi/stack/environment/setting-of'
import { unknownNames } from '@lingzhi/stack/environment/unknown-names'
import { messageOf } from '@lingzhi/stack/fault'
import { LauncherConfig } from '@lingzhi/stack/platform/settings'
import { ill, type Look } from './look.ts'

export const settings: Look = {
  name: 'settings',
  async look({ deployment: { env, root } }) {
    const schemas = await loadSchemas()
    try {
      checkSettings([LauncherConfig, ...Object.values(schemas)], env, await faultsTogether(schemas, env))
    } catch (error) {
      return ill(messageOf(error), 'correct them in .env, or where the environment is set')
    }
    const dotEnv = readDotEnv(root ? join(root, '.env') : '.env')
    const told = [...dotEnv.notes, ...unknownNames(dotEnv, knownNames(schemas, env))]
    return told.length > 0 ? ill(told.join('\n'), 'docs/settings.md lists every name') : 'valid'
  },
}

export const timeZone: Look = {
  name: 'time zone',
  async look({ deployment: { env } }) {
    const name = settingOf(env, 'TIMEZONE') ?? settingOf(env, 'CHECKIN_TIMEZONE') ?? 'Asia/Shanghai'
    try {
      const now = new Intl.DateTimeFormat('en-GB', { timeZone: name, dateStyle: 'short', timeStyle: 'short' })
      return `${name}, where it is ${now.format(new Date())}`
    } catch {
      return ill(`TIMEZONE ${name} is no time zone`, 'name one such as Asia/Shanghai or Europe/Berlin')
    }
  },
}
