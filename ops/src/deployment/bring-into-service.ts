import { Fault, messageOf } from '@lingzhi/stack/fault'
import type { Run } from '../run/command.ts'
import { readyWithin } from './ready-within.ts'
import type { Admin, Target } from './target.ts'
import { tryOut } from './try-out.ts'

type Change = {
  release: string
  /** The release that serves; undefined the first time. */
  before: string | undefined
  /** How often a version is asked whether it is ready. */
  tries: number
}

/** How often a version is asked whether it is ready, unless an operator says otherwise. */
export const triesByDefault = 10

/** A failure that could not be taken back whole: what serves now must be looked at. */
export class NotTakenBack extends Fault {
  constructor(failure: unknown, left: readonly string[]) {
    super(`${messageOf(failure)}\nNot taken back: ${left.join(', ')}. Look at npm run ops -- status.`)
  }
}

/**
 * Starts a release beside the one that serves, tries it through a gateway of its own, lets people through to it, tries it
 * again, and ends the other. A failure takes everything back, newest step first, and is thrown again.
 */
export async function bringIntoService(run: Run, target: Target, change: Change): Promise<void> {
  const { release, before, tries } = change
  const { step, signal } = run
  const undo: { what: string; do: () => Promise<unknown> }[] = []
  try {
    undo.push({ what: `stop ${release}`, do: () => target.stop(release, 'taken back') })
    await step('start', async (tell) => tell(await target.start(release, tries, signal)))
    const admin = await tried(run, target, change)

    undo.push({
      what: before ? `traffic back to ${before}` : 'no traffic',
      do: () => target.move(release, before, admin),
    })
    await step('traffic', async (tell) => {
      await target.move(before, release, admin)
      tell(`${target.gatewayUrl(release)} leads to ${release}`)
    })
    await step('verify', async (tell) => tell(await readyWithin(target.gatewayUrl(release), tries, signal)))
    await tryOut(run, target.gatewayUrl(release), admin)
    await step('current', async () => target.point(release))
    undo.length = 0
  } catch (error) {
    const left: string[] = []
    for (const one of undo.reverse())
      await step(`take back: ${one.what}`, one.do).catch((fault) => {
        run.note(messageOf(fault))
        left.push(one.what)
      })
    throw left.length > 0 ? new NotTakenBack(error, left) : error
  }
  if (before)
    await step('drain', async (tell) => {
      await target.stop(before, 'replaced')
      tell(`${before} has ended`)
    })
}

/** Uses the release through a gateway that only we reach, where the place can have one. */
async function tried(run: Run, target: Target, { release, tries }: Change): Promise<Admin> {
  const { step, signal } = run
  if (!target.trial) return await target.admin(release)
  const trial = await step('ready', async (tell) => {
    const begun = await target.trial!(release)
    try {
      tell(await readyWithin(begun.url, tries, signal))
      return begun
    } catch (error) {
      await begun.end()
      throw error
    }
  })
  try {
    const admin = await target.admin(release)
    await tryOut(run, trial.url, admin)
    return admin
  } finally {
    await trial.end()
  }
}
