import { readFileSync } from 'node:fs'
import type { Layout } from '../host/layout.ts'
import type { Containers } from './plan-containers.ts'

/** The containers of a release, as they were written down when it was deployed. */
export function readContainers(layout: Layout, release: string): Containers {
  return JSON.parse(readFileSync(layout.units(release), 'utf8'))
}
