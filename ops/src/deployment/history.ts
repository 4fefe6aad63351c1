import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { Fault, messageOf } from '@lingzhi/stack/fault'
import type { Layout } from '../host/layout.ts'
import { NotTakenBack } from './bring-into-service.ts'

type Recorded = {
  action: 'deploy' | 'rollback'
  release: string
  before: string | undefined
  ok: boolean
  why?: string
  ms: number
}

function record(layout: Layout, one: Recorded) {
  appendFileSync(layout.history, `${JSON.stringify({ at: new Date().toISOString(), ...one })}\n`, {
    mode: 0o600,
  })
}

/** Does a deployment and writes down how it ended; a failure says who serves. */
export async function recorded(
  layout: Layout,
  change: Pick<Recorded, 'action' | 'release' | 'before'>,
  work: () => Promise<void>,
): Promise<void> {
  const began = Date.now()
  try {
    await work()
    record(layout, { ...change, ok: true, ms: Date.now() - began })
  } catch (error) {
    record(layout, { ...change, ok: false, why: messageOf(error), ms: Date.now() - began })
    if (error instanceof NotTakenBack) throw error
    const serves = change.before ? `${change.before} serves as before` : 'no release serves'
    throw new Fault(`${messageOf(error)}\nTaken back: ${serves}.`)
  }
}

/** The deployments so far, newest last. */
export function readHistory(layout: Layout): (Recorded & { at: string })[] {
  if (!existsSync(layout.history)) return []
  return readFileSync(layout.history, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

/** The release that served before this one came. */
export function releaseBefore(layout: Layout, current: string): string | undefined {
  return readHistory(layout)
    .filter(({ ok, release, before }) => ok && release === current && before)
    .at(-1)?.before
}
