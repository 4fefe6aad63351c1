import { readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { replicated } from '@lingzhi/stack/platform/programs'
import type { Admin } from '../deployment/target.ts'
import { askKeeper } from './keeper/ask-keeper.ts'
import type { Layout } from './layout.ts'
import type { Unit, Units } from './unit.ts'

/** The processes of a release, as it wrote them when it was deployed. */
export function readUnits(layout: Layout, release: string): Units {
  return JSON.parse(readFileSync(layout.units(release), 'utf8'))
}

/** All of a release's processes but the gateway. */
export const innerOf = ({ units }: Units): Unit[] => units.filter(({ shared }) => !shared)

/** The replicas of a release, as `--scale` takes them. */
export function scaleOf(units: Units): string {
  const replicas = Map.groupBy(innerOf(units), ({ program }) => program)
  return [...replicas]
    .filter(([program]) => replicated.includes(program as (typeof replicated)[number]))
    .map(([program, { length }]) => `${program}=${length}`)
    .join(',')
}

/** Starts units side by side. */
export async function startAll(layout: Layout, units: Unit[]) {
  await Promise.all(units.map((unit) => askKeeper(layout, { do: 'start', unit })))
}

export async function stopAll(layout: Layout, units: Unit[]) {
  await Promise.all(units.map(({ name }) => askKeeper(layout, { do: 'stop', name })))
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
