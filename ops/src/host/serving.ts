import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, messageOf } from '@lingzhi/stack/fault'
import { waitUntil } from '@lingzhi/stack/processes/wait-until'
import type { Run } from '../run/command.ts'
import { rewardsOf, verifyPlatform } from '../verifying/verify-platform.ts'
import { askKeeper } from './keeper/ask-keeper.ts'
import type { Layout } from './layout.ts'
import type { Unit, Units } from './unit.ts'

/** How long between two looks whether a version is ready. */
const betweenTriesMs = 3_000

export type Admin = { username: string; password?: string | undefined }

/** The processes of a release, as it wrote them when it was deployed. */
export function readUnits(layout: Layout, release: string): Units {
  return JSON.parse(readFileSync(layout.units(release), 'utf8'))
}

/** All of a release's processes but the gateway. */
export const innerOf = ({ units }: Units): Unit[] => units.filter(({ shared }) => !shared)

/** Starts units side by side. */
export async function startAll(layout: Layout, units: Unit[]) {
  await Promise.all(units.map((unit) => askKeeper(layout, { do: 'start', unit })))
}

export async function stopAll(layout: Layout, units: Unit[]) {
  await Promise.all(units.map(({ name }) => askKeeper(layout, { do: 'stop', name })))
}

/** Waits until a gateway finds all its services ready, so many looks at most. */
export async function readyWithin(gateway: string, tries: number, signal: AbortSignal): Promise<string> {
  let tried = 0
  let state = ''
  const ready = await waitUntil(
    async () => {
      tried += 1
      try {
        const response = await fetch(`${gateway}/api/health/ready`, { signal: AbortSignal.timeout(5_000) })
        const { services = {} } = (await response.json()) as { services?: Record<string, { status: string }> }
        if (response.ok) return true
        state = Object.entries(services)
          .filter(([, { status }]) => status === 'down')
          .map(([name]) => name)
          .join(', ')
      } catch (error) {
        state = messageOf(error)
      }
      return tried >= tries ? Promise.reject(new Fault(`Not ready after ${tries} tries: ${state}.`)) : false
    },
    { timeoutMs: tries * (betweenTriesMs + 5_000), everyMs: betweenTriesMs, signal },
  )
  if (!ready) throw new Fault(`Not ready: ${state}.`)
  return `after ${tried} ${tried === 1 ? 'try' : 'tries'}`
}

/** Uses a version as people do; a Fault names what it fails at. */
export async function tryOut(run: Run, gateway: string, admin: Admin): Promise<void> {
  const { signal, check, env } = run
  const failed = await verifyPlatform({ gateway, admin, signal, check, rewards: rewardsOf(env) })
  if (failed.length > 0) throw new Fault(`The version does not do what it has to: ${failed.join(', ')}.`)
}

/** The administrator whose password is known to be right, as auth says without a log-in. */
export async function firstAdmin(inner: Unit[], { admin }: Units): Promise<Admin> {
  const auth = inner.find(({ program }) => program === 'auth')
  const response = await fetch(`http://127.0.0.1:${auth?.port}/internal/first-admin`, {
    signal: AbortSignal.timeout(5_000),
  })
  const { state } = (await response.json()) as { state: string }
  return state === 'usable' ? admin : { username: admin.username }
}

/** Makes `current` lead to a release, in one step. */
export function point(layout: Layout, release: string) {
  const draft = `${layout.current}.new`
  rmSync(draft, { force: true })
  symlinkSync(join('releases', release), draft)
  renameSync(draft, layout.current)
}
