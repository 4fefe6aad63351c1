import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TObject } from 'typebox'
import { Value } from 'typebox/value'
import { untouchable } from './untouchable.ts'

type Described = { swagger: () => object; ready: () => Promise<unknown>; close: () => Promise<unknown> }
type Build = (config: object, ...deps: unknown[]) => Promise<Described>
type Row = { upstream: string }

/**
 * The OpenAPI document of the whole platform as a gateway with default settings serves it, without a process, a
 * database or a port: every service registers its routes, and the gateway's own merge does the rest.
 */
export async function buildDocument(root: string): Promise<object> {
  const load = (path: string) => import(pathToFileURL(join(root, 'services', path)).href)
  const { rows } = (await load('gateway/src/upstreams.ts')) as { rows: Row[] }
  const { policiesOf } = await load('gateway/src/limits/policies.ts')
  const { mergeDocuments } = await load('gateway/src/docs/merge-documents.ts')
  const names = [...new Set(rows.map(({ upstream }) => upstream))]

  const services = []
  for (const name of names) services.push([name, await documentOf(name, load)] as const)
  const policies = policiesOf(1)
  const own = await documentOf('gateway', load, {
    limits: untouchable('limits', { policies }),
    services: Object.fromEntries(names.map((name) => [name, untouchable(name, { name })])),
  })
  return mergeDocuments({ own, services, rows, policies })
}

async function documentOf(name: string, load: (path: string) => Promise<unknown>, known = {}) {
  const { Config } = (await load(`${name}/src/config.ts`)) as { Config: TObject }
  const { createApp } = (await load(`${name}/src/app.ts`)) as { createApp: Build }
  const log = untouchable('log', { child: () => log })
  const config = Value.Default(Config, {}) as object
  const deps = untouchable('deps', { log, ...known })
  const app = await createApp(config, deps, untouchable('worker'))
  try {
    await app.ready()
    return app.swagger()
  } finally {
    await app.close()
  }
}
