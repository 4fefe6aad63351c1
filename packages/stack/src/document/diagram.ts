import { serviceNames, services, upstreamNames, withDatabase } from '@lingzhi/contracts/services'
import type { Unit, Units } from './units.ts'
import { withPackages } from './units.ts'

/** Systems outside the platform, by the package through which a service reaches them. */
const outside = {
  'model-client': '-->|HTTP, SSE| model([model provider])',
  mail: '-->|SMTP| mail([mail server])',
}

/**
 * docs/architecture.md: the services, what they send each other and what they need. Requests and facts are those that
 * the sources import from contracts, so that an arrow is there exactly as long as the code is.
 */
export function processDiagram(units: Units): string {
  const subjects = subjectsOf(units.get('packages/contracts'))
  /** What a service or a package of its own imports; that of its own sources is what it publishes and serves. */
  const received = (name: string) =>
    withPackages(units, name).flatMap(({ path, contracts }) =>
      [...contracts]
        .flatMap((one) => subjects.get(one) ?? [])
        .filter(({ owner }) => path !== `services/${name}` || owner !== name),
    )
  const asks = (name: string, asked: string) =>
    name !== asked && received(name).some(({ owner, isFact }) => owner === asked && !isFact)
  const owners = new Set([...subjects.values()].filter(({ isFact }) => isFact).map(({ owner }) => owner))
  const uses = (name: string, used: string) =>
    withPackages(units, name).some(({ path }) => path === `packages/${used}`)

  return [
    '```mermaid',
    'flowchart LR',
    '  client([front ends, scripts, OpenAI clients]) -->|HTTP, SSE| gateway',
    ...edge(['gateway'], '-->|HTTP|', upstreamNames),
    ...serviceNames.flatMap((owner) =>
      edge(
        serviceNames.filter((name) => asks(name, owner)),
        `-. requests .-> ${owner}`,
      ),
    ),
    ...edge(
      serviceNames.filter((name) => owners.has(name)),
      '-. facts .-> nats[(NATS JetStream)]',
    ),
    ...edge(
      ['nats'],
      '-. facts .->',
      serviceNames.filter((name) => received(name).some(({ isFact }) => isFact)),
    ),
    ...edge(
      serviceNames.filter((name) => services[name].redis),
      '--> redis[(Redis)]',
    ),
    ...Object.entries(outside).flatMap(([used, arrow]) =>
      edge(
        serviceNames.filter((name) => uses(name, used)),
        arrow,
      ),
    ),
    ...withDatabase.map((name) => `  ${name} --- ${name}_db[(${name} db)]`),
    '```',
  ].join('\n')
}

/** One line, and none when there is nothing at one of its ends. */
const edge = (from: readonly string[], arrow: string, to?: readonly string[]) =>
  from.length === 0 || to?.length === 0
    ? []
    : [`  ${from.join(' & ')} ${arrow}${to ? ` ${to.join(' & ')}` : ''}`]

interface Subject {
  owner: string
  isFact: boolean
}

/** By the exported name: the service that publishes the fact, or serves the request. */
function subjectsOf(contracts: Unit | undefined): Map<string, Subject> {
  const declarations = /export const (\w+) = (?:fact\(\s*'(\w+)\.|busRequest\(\s*'ask\.(\w+)\.)/g
  return new Map(
    [...(contracts?.text ?? '').matchAll(declarations)].map(([, name, publisher, server]) => [
      name!,
      { owner: (publisher ?? server)!, isFact: publisher !== undefined },
    ]),
  )
}
