import { Fault } from '@lingzhi/stack/fault'
import { openScreen } from '@lingzhi/stack/platform/screen'
import { deploymentThere, targetOption } from '../deployment/open-target.ts'
import type { LogLine } from '../logs/log-line.ts'
import type { Command } from '../run/command.ts'

/** As many lines as are shown; more is for a tool of its own. */
const linesMax = 5_000

export const command: Command = {
  summary: "the services' logs, or all lines of one request through all of them",
  usage: '[service]',
  positionals: { min: 0, max: 1 },
  options: { ...targetOption, since: { type: 'string' }, request: { type: 'string' } },
  changes: false,
  async run(run) {
    const { words, option, flag } = run
    const deployment = await deploymentThere(run)
    const since = sinceOf(option('since'))
    const lines: LogLine[] = []
    for await (const line of deployment.logs({
      program: words[0],
      since,
      request: option('request'),
    })) {
      lines.push(line)
      if (lines.length > linesMax * 2) lines.splice(0, linesMax)
    }
    lines.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
    const shown = lines.slice(-linesMax)
    if (!flag('json')) {
      const screen = openScreen()
      for (const { program, text } of shown) screen.log(program, text)
    }
    return { lines: shown.map(({ program, text, record }) => ({ program, ...(record ?? { text }) })) }
  },
}

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `15m`, `2h`, `3d`, or an instant. */
function sinceOf(text: string | undefined): number | undefined {
  if (!text) return undefined
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? []
  if (count && unit) return Date.now() - Number(count) * units[unit]!
  const at = Date.parse(text)
  if (Number.isNaN(at))
    throw new Fault('--since takes 15m, 2h, 3d, or an instant such as 2026-01-31T08:00:00Z.')
  return at
}
