import type { Logger, LoggerOptions } from 'pino'
import { pino } from 'pino'
import { currentTrace, traceIdOf } from './trace.ts'

export type { Logger }

// A secret that slips into a logged object is removed here; code still does not log secrets on purpose.
const secrets = [
  'password',
  'old_password',
  'new_password',
  'token',
  'access_token',
  'refresh_token',
  'authorization',
  'cookie',
  'key',
  'secret',
]

/** The trace a line belongs to, so that one search finds what a request caused in every service. */
function traced(): { trace_id?: string } {
  const trace = currentTrace()
  return trace === undefined ? {} : { trace_id: traceIdOf(trace) }
}

/**
 * Lines are written off the path of the request, and together: a write for each costs as much as making the line. None
 * waits longer than a glance, and what is left is written when the process ends, also by an error.
 */
const gathering = { sync: false, minLength: 8_192, periodicFlush: 200 }

/** JSON lines on standard output, one per event, each with the service's name. */
export function createLogger(service: string, level = 'info'): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: traced,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  }
  return pino(options, pino.destination({ dest: 1, ...gathering }))
}
