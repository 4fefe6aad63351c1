import { readHistory } from '../deployment/history.ts'
import { currentRelease, layoutOf } from '../host/layout.ts'
import type { Command } from '../run/command.ts'

export const command: Command = {
  summary: 'the deployments so far, newest last',
  usage: '',
  changes: false,
  async run({ deployment, note }) {
    const layout = layoutOf(deployment.root ?? process.cwd(), deployment.dataDir)
    const deployments = readHistory(layout)
    for (const { at, action, release, before, ok, why, ms } of deployments)
      note(
        `${at} ${ok ? '✓' : '✗'} ${action} ${release}${before ? ` after ${before}` : ''}, ${Math.round(ms / 1000)} s${why ? `: ${why.split('\n')[0]}` : ''}`,
      )
    return { current: currentRelease(layout) ?? null, deployments }
  },
}
