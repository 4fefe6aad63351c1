import { posix } from 'node:path'
import { cycleFaults } from './cycles.ts'
import type { Source } from './sources.ts'

type Rule = (source: Source) => string[]

const doesIo =
  /^(node:(?!crypto$|util$|buffer$|assert$)|fastify|@fastify\/|pg$|kysely|ioredis|nats$|@nats-io\/|undici|openai|pino)/
const notForRuntime = /^(fastify|@fastify\/|nats$|@nats-io\/|pg$|kysely)/

/** What keeps the services apart, as sentences about the files that break it; none when all is well. */
export function boundaryFaults(sources: Source[]): string[] {
  const rules = [foreignServices, pathsIntoOthers, contractsDoNoIo, runtimeStaysSmall]
  return [
    ...sources.flatMap((source) => rules.flatMap((rule) => rule(source))),
    ...environmentOnlyAtTheEdge(sources),
    ...cycleFaults(sources),
  ]
}

/** Services use each other over the bus; a package that knew one could not be used by the others. */
const foreignServices: Rule = ({ path, unit, imports }) =>
  /^(services|packages)\//.test(unit)
    ? imports
        .filter((one) => one.unit?.startsWith('services/') && one.unit !== unit)
        .map((one) => `${path} imports ${one.unit}: a service is reached over the bus, never imported.`)
    : []

/** An import by name reaches what a package exports; a path would reach everything. */
const pathsIntoOthers: Rule = ({ path, unit, imports }) =>
  /^(services|packages)\//.test(unit)
    ? imports
        .filter(
          (one) => one.specifier.startsWith('.') && one.unit !== unit && !one.unit?.startsWith('services/'),
        )
        .map((one) => `${path} imports ${one.specifier}: other packages are imported by name.`)
    : []

const contractsDoNoIo: Rule = ({ path, unit, isTest, imports }) =>
  unit === 'packages/contracts' && !isTest
    ? imports
        .filter((one) => doesIo.test(one.specifier))
        .map((one) => `${path} imports ${one.specifier}: contracts are values and types, without I/O.`)
    : []

const runtimeStaysSmall: Rule = ({ path, unit, isTest, imports }) =>
  unit === 'packages/runtime' && !isTest
    ? imports
        .filter((one) => notForRuntime.test(one.specifier))
        .map((one) => `${path} imports ${one.specifier}: runtime knows no Fastify, NATS or PostgreSQL.`)
    : []

/** The environment is read once, in the first file of a process, which no other imports. The rest gets a config. */
function environmentOnlyAtTheEdge(sources: Source[]): string[] {
  const imported = new Set(
    sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => posix.join(posix.dirname(path), specifier)),
    ),
  )
  return sources
    .filter(({ path, unit, isTest, text }) => {
      const own = /^(services|packages)\/[^/]+\/src\//.test(path) && !isTest
      // The test run passes the addresses of its servers to tests in the environment.
      if (!own || unit === 'packages/testing' || !/\bprocess\.env\b/.test(text)) return false
      return unit.startsWith('packages/') && !path.endsWith('/main.ts') ? true : imported.has(path)
    })
    .map(({ path }) => `${path} reads process.env: only the first file of a process may.`)
}
