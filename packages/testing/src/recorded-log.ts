import { pino } from 'pino'

/** A log whose lines, from `warn` on, a test reads. */
export function recordedLog() {
  const lines: string[] = []
  return { log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }), lines }
}
