import type { LogLine, WantedLines } from '../logs/log-line.ts'
import { wantedLine } from '../logs/log-line.ts'
import type { Kubectl } from './kubectl.ts'

/** What the cluster keeps of a deployment's pods, those that run. */
export async function* podLogs(
  kubectl: Kubectl,
  { namespace, deployments }: { namespace: string; deployments: readonly string[] },
  wanted: WantedLines,
): AsyncGenerator<LogLine> {
  const since = wanted.since === undefined ? [] : [`--since-time=${new Date(wanted.since).toISOString()}`]
  for (const program of deployments.filter((one) => !wanted.program || one === wanted.program)) {
    const pods = ['--selector', `app=${program}`, '--tail=-1', '--max-log-requests=100']
    for await (const text of kubectl.lines(['-n', namespace, 'logs', ...pods, ...since])) {
      const line = wantedLine(program, text, wanted)
      if (line) yield line
    }
  }
}
