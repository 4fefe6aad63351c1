import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { olderLogs } from '@lingzhi/stack/processes/log-file'

export type LogLine = {
  program: string
  text: string
  /** What pino wrote; undefined for a line of something else. */
  record: Record<string, unknown> | undefined
  /** Milliseconds since 1970; undefined where the line does not say. */
  at: number | undefined
}

type Wanted = { program?: string | undefined; since?: number | undefined; request?: string | undefined }

/** The lines of the services' logs in DATA_DIR/logs that are wanted, a service after the other, oldest first. */
export async function* readLogs(dataDir: string, wanted: Wanted): AsyncGenerator<LogLine> {
  const folder = join(dataDir, 'logs')
  if (!existsSync(folder)) return
  const programs = readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => name.slice(0, -'.log'.length))
    .filter((name) => !wanted.program || name === wanted.program)
  for (const program of programs.sort()) {
    const file = join(folder, `${program}.log`)
    const files = [...olderLogs(file).reverse(), file].filter(
      (one) => existsSync(one) && (wanted.since === undefined || statSync(one).mtimeMs >= wanted.since),
    )
    for (const one of files)
      for await (const text of createInterface({ input: createReadStream(one, 'utf8') })) {
        // The cheap look first: a log may have 50 MB.
        if (wanted.request && !text.includes(wanted.request)) continue
        const record = parse(text)
        const at = instantOf(record?.time)
        if (wanted.since !== undefined && at !== undefined && at < wanted.since) continue
        yield { program, text, record, at }
      }
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function instantOf(time: unknown): number | undefined {
  if (typeof time === 'number') return time
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
