import { messageOf } from '@lingzhi/stack/fault'
import type { Run } from '../run/command.ts'
import { askKeeper } from './keeper/ask-keeper.ts'
import type { Layout } from './layout.ts'
import { moveTraffic } from './move-traffic.ts'
import {
  type Admin,
  firstAdmin,
  innerOf,
  point,
  readUnits,
  readyWithin,
  startAll,
  stopAll,
  tryOut,
} from './serving.ts'

type Change = {
  layout: Layout
  release: string
  /** The release that serves; undefined the first time. */
  before: string | undefined
  /** How often a version is asked whether it is ready. */
  tries: number
}

/** How often a version is asked whether it is ready, unless an operator says otherwise. */
export const triesByDefault = 10

/**
 * Starts a release beside the one that serves, tries it through a gateway of its own, lets people through to it, tries it
 * again, and ends the other. A failure takes everything back, newest step first, and is thrown again.
 */
export async function bringIntoService(run: Run, change: Change): Promise<void> {
  const { layout, release, before, tries } = change
  const { step, signal } = run
  const units = readUnits(layout, release)
  const old = before ? readUnits(layout, before) : undefined
  const inner = innerOf(units)
  const trialUrl = `http://127.0.0.1:${units.trial.port}`
  const undo: { what: string; do: () => Promise<unknown> }[] = []
  try {
    undo.push({ what: `stop ${release}`, do: () => stopAll(layout, [...inner, units.trial]) })
    await step('start', async (tell) => {
      await startAll(layout, inner)
      tell(inner.map(({ name, port }) => `${name.split('@')[0]} ${port}`).join(', '))
    })
    await step('ready', async (tell) => {
      await askKeeper(layout, { do: 'start', unit: units.trial })
      tell(await readyWithin(trialUrl, tries, signal))
    })
    const admin: Admin = await firstAdmin(inner, units)
    await tryOut(run, trialUrl, admin)
    await askKeeper(layout, { do: 'stop', name: units.trial.name })

    undo.push({
      what: before ? `traffic back to ${before}` : 'no traffic',
      do: () => moveTraffic({ layout, from: units, to: old, admin }),
    })
    await step('traffic', async (tell) => {
      await moveTraffic({ layout, from: old, to: units, admin })
      tell(`${units.gatewayUrl} leads to ${release}`)
    })
    await step('verify', async (tell) => tell(await readyWithin(units.gatewayUrl, tries, signal)))
    await tryOut(run, units.gatewayUrl, admin)
    await step('current', async () => point(layout, release))
    undo.length = 0
  } catch (error) {
    for (const one of undo.reverse())
      await step(`take back: ${one.what}`, one.do).catch((fault) => run.note(messageOf(fault)))
    throw error
  }
  if (old)
    await step('drain', async (tell) => {
      await stopAll(layout, innerOf(old))
      tell(`${before} has ended`)
    })
}
