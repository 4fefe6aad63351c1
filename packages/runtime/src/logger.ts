import type { Logger, LoggerOptions } from 'pino'
import { pino } from 'pino'
import { withoutPasswords } from './address.ts'
import { logOutput } from './log-output.ts'
import { outageOf } from './outage.ts'
import { logLevels } from './settings.ts'
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
 * An error without what it repeats of a setting: Node adds the text that it could not read to some, passwords and all. Where a
 * dependency is away or full, the lines of code that met it first tell nothing: such an error is its words alone.
 */
function safeError(err: unknown): unknown {
  const outage = outageOf(err)
  const written: Record<string, unknown> = outage
    ? { reason: outage.reason, message: wordsOf(err as Error) }
    : { ...pino.stdSerializers.err(err as Error) }
  // Of an error that only carries words, such as a provider's.
  if (written.stack === '') delete written.stack
  delete written.input
  delete written.base
  for (const [name, value] of Object.entries(written))
    if (typeof value === 'string') written[name] = withoutPasswords(value)
  return written
}

/** What an error says, and the errors that caused it or that it holds, without passwords in addresses. */
export function wordsOf(error: Error): string {
  const inside = error instanceof AggregateError ? error.errors.slice(0, 3) : [error.cause]
  const words = [error, ...inside].map((each) => (each instanceof Error ? each.message : ''))
  return withoutPasswords([...new Set(words.filter(Boolean))].join(': '))
}

/** The level to log at before the configuration is read, which reports an unknown one. */
export function levelOf({ LOG_LEVEL }: NodeJS.ProcessEnv): string {
  return logLevels.find((level) => level === LOG_LEVEL?.trim()) ?? 'info'
}

/** JSON lines on standard output, one per event, each with the service's name. */
export function createLogger(service: string, level = 'info'): Logger {
  const options: LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: traced,
    serializers: { err: safeError },
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
  }
  return pino(options, logOutput())
}
