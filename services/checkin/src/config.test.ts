import { loadConfig } from '@lingzhi/runtime/load-config'
import t from 'tap'
import { Config } from './config.ts'

const given = { PORT: '0', DATABASE_URL: 'postgres://x', NATS_URL: 'nats://x' }

t.test('the defaults are those of the contract', async (t) => {
  t.match(loadConfig(Config, given), {
    TIMEZONE: 'Asia/Shanghai',
    CHECKIN_REWARDS: '1,2,3,5,8,13,21,34',
    REGISTRATION_BONUS: 0,
  })
})

t.test('a zone that does not exist, or a table that is none, stops the start with its rule', async (t) => {
  const start = (env: Record<string, string>) => () => loadConfig(Config, { ...given, ...env })
  const names = (rule: RegExp) => ({ message: rule })
  t.throws(start({ TIMEZONE: 'Asia/Shangai' }), names(/TIMEZONE: must be an IANA time zone/))
  t.throws(start({ CHECKIN_TIMEZONE: 'Asia/Shangai' }), names(/CHECKIN_TIMEZONE: must be an IANA time zone/))
  t.throws(start({ CHECKIN_REWARDS: '1,two' }), names(/CHECKIN_REWARDS: /))
  t.throws(start({ REGISTRATION_BONUS: '-1' }), names(/REGISTRATION_BONUS: /))
})
