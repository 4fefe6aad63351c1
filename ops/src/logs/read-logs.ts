import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { olderLogs } from '@lingzhi/stack/processes/log-file'
import { type LogLine, type WantedLines, wantedLine } from './log-line.ts'

/** The lines of the services' logs in DATA_DIR/logs that are wanted, a service after the other, oldest first. */
export async function* readLogs(dataDir: string, wanted: WantedLines): AsyncGenerator<LogLine> {
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
        const line = wantedLine(program, text, wanted)
        if (line) yield line
      }
  }
}
