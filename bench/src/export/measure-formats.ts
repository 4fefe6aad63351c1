import { compressions } from '../../../services/export/src/formats/compression.ts'
import { formats } from '../../../services/export/src/formats/format.ts'
import { print } from '../harness/report.ts'
import { processorTimeOf } from '../harness/resident-memory.ts'

/** Every format in every compression once: messages a second, and the processor time each process takes for a message. */
export async function measureFormats(
  messages: number,
  pids: Record<string, number>,
  exports: Record<string, (shape: { format: string; compression: string }) => Promise<unknown>>,
): Promise<void> {
  const columns = [
    '',
    'format',
    'compression',
    'messages/s',
    ...Object.keys(pids).map((name) => `${name} µs`),
  ]
  print(`| ${columns.join(' | ')} |`)
  print(`|${'---|'.repeat(columns.length)}`)
  const used = () => Promise.all(Object.values(pids).map(processorTimeOf))
  for (const format of formats)
    for (const compression of compressions)
      for (const [name, run] of Object.entries(exports)) {
        const before = await used()
        const began = performance.now()
        await run({ format, compression })
        const rate = (messages / (performance.now() - began)) * 1_000
        const after = await used()
        const costs = after.map((seconds, index) => ((seconds - (before[index] ?? 0)) / messages) * 1e6)
        const cells = [name, format, compression, Math.round(rate).toLocaleString('en')]
        print(`| ${[...cells, ...costs.map((cost) => cost.toFixed(1))].join(' | ')} |`)
      }
}
