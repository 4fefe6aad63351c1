import { Type } from 'typebox'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** How much a process logs; part of every process's configuration schema. */
export const logSettings = {
  LOG_LEVEL: Type.Enum([...logLevels], {
    default: 'info',
    description: 'The least severe log lines that are written; silent writes none.',
  }),
}

const timeZoneRule = {
  zh: '必须是 IANA 时区名，例如 Asia/Shanghai',
  en: 'must be an IANA time zone, such as Asia/Shanghai',
}

/**
 * The deployment's one time zone; spread into the configuration schema of a service that deals in days. Deployments
 * made before the name was TIMEZONE set CHECKIN_TIMEZONE, which is still read when TIMEZONE is not given.
 */
export const timeZoneSettings = {
  TIMEZONE: Type.Refine(
    Type.String({
      default: 'Asia/Shanghai',
      formerName: 'CHECKIN_TIMEZONE',
      rule: timeZoneRule,
      description:
        'IANA time zone in which a day begins and ends: for check-ins, budgets, statistics and exports.',
    }),
    isTimeZone,
    () => timeZoneRule.en,
  ),
}

/** What JavaScript and PostgreSQL read differently: `+08:00` is west of Greenwich in SQL, `IST` is Israel's, `CET` knows no summer. */
const twoMeanings = /^[+-]|^(?!(?:utc|uct|gmt|prc|roc|rok)$)[a-z]{3}$/i

function isTimeZone(name: string): boolean {
  if (twoMeanings.test(name)) return false
  try {
    return Boolean(new Intl.DateTimeFormat('en-CA', { timeZone: name }))
  } catch {
    return false
  }
}
