import { PublicKeys, SessionEnded } from '@lingzhi/contracts/auth'
import { busAccess, inboxOf } from '@lingzhi/contracts/bus-access'
import type { ServiceName } from '@lingzhi/contracts/services'
import { serviceNames, withDatabase } from '@lingzhi/contracts/services'
import { factStreams } from '@lingzhi/contracts/streams'

type Permissions = {
  publish: { allow: string[]; deny: string[] }
  subscribe: string[]
}

/** How a name is written on this server: what NATS_PREFIX puts before subjects, and before streams, which hold no dots. */
type Names = { subject: (name: string) => string; resource: (name: string) => string }

/** What NATS_PREFIX makes of names; the same as in packages/bus. */
export const namesWith = (prefix: string): Names => ({
  subject: (name) => prefix + name,
  resource: (name) => prefix.replaceAll('.', '_') + name,
})

const ownerOf = (subject: string) => subject.split('.')[0]!

/** The durable consumers of a service: the stream, the consumer's name and its subject. */
function durablesOf(service: ServiceName, { subject, resource }: Names) {
  const { hears, queues } = busAccess[service]
  return [
    ...hears.map((fact) => ({
      stream: resource(`${ownerOf(fact.subject)}-facts`),
      name: resource(`${service}-${fact.subject.replaceAll('.', '-')}`),
      filter: subject(fact.subject),
    })),
    ...queues.map((queue) => ({
      stream: resource(`work-${queue}`),
      name: resource(`work-${queue}`),
      filter: subject(`work.${queue}`),
    })),
  ]
}

/**
 * What the account of a service may do at NATS, from the table in contracts. It may create the streams, as whichever service
 * starts first does, and change none but auth's: a stream that another could change might be made to keep what it may not hear.
 */
function permissionsOf(service: ServiceName, names: Names): Permissions {
  const { subject, resource } = names
  const { asks, serves, queues, shares, follows, stores } = busAccess[service]
  const durables = durablesOf(service, names)
  const authFacts = resource('auth-facts')
  const streams = [...factStreams.map(({ name }) => resource(name)), resource('poison')]
  const foreign = serviceNames
    .filter((one) => one !== service)
    .flatMap((one) => durablesOf(one, names))
    .filter(({ stream }) => stream === authFacts)
  const api = (rest: string) => `$JS.API.${rest}`
  return {
    publish: {
      allow: [
        ...(withDatabase.includes(service) ? [subject(`${service}.>`)] : []),
        ...[PublicKeys, ...asks].map((request) => subject(request.subject)),
        ...queues.map((queue) => subject(`work.${queue}`)),
        ...durables.map(({ name }) => subject(`poison.${name.slice(resource('').length)}`)),
        ...shares.map(subject),
        api('INFO'),
        ...[...streams, ...queues.map((queue) => resource(`work-${queue}`))].flatMap((name) => [
          api(`STREAM.CREATE.${name}`),
          api(`STREAM.INFO.${name}`),
        ]),
        ...(service === 'auth' ? streams.map((name) => api(`STREAM.UPDATE.${name}`)) : []),
        ...durables.flatMap(({ stream, name, filter }) => [
          api(`CONSUMER.CREATE.${stream}.${name}.${filter}`),
          api(`CONSUMER.INFO.${stream}.${name}`),
          api(`CONSUMER.MSG.NEXT.${stream}.${name}`),
          `$JS.ACK.${stream}.${name}.>`,
          // As newer servers write it: with a domain and an account before the stream.
          `$JS.ACK.*.*.${stream}.${name}.>`,
        ]),
        // The history of ended sessions, read by consumers that live for a moment under names of their own.
        api(`CONSUMER.CREATE.${authFacts}.*.${subject(SessionEnded.subject)}`),
        ...['CONSUMER.INFO', 'CONSUMER.DELETE', 'CONSUMER.MSG.NEXT'].map((what) =>
          api(`${what}.${authFacts}.*`),
        ),
        ...stores.flatMap((store) => {
          const stream = `OBJ_${resource(store)}`
          return [
            `$O.${resource(store)}.>`,
            `$JS.FC.${stream}.>`,
            ...['CREATE', 'INFO', 'MSG.GET', 'MSG.DELETE', 'PURGE'].map((what) =>
              api(`STREAM.${what}.${stream}`),
            ),
            ...['CREATE', 'INFO', 'DELETE', 'MSG.NEXT'].map((what) => api(`CONSUMER.${what}.${stream}.>`)),
            api(`DIRECT.GET.${stream}`),
            api(`DIRECT.GET.${stream}.>`),
          ]
        }),
      ],
      deny: foreign.flatMap(({ stream, name }) => [
        api(`CONSUMER.CREATE.${stream}.${name}.>`),
        api(`CONSUMER.DELETE.${stream}.${name}`),
        api(`CONSUMER.MSG.NEXT.${stream}.${name}`),
      ]),
    },
    subscribe: [
      `${inboxOf(service)}.>`,
      subject(SessionEnded.subject),
      ...serves.map((request) => subject(request.subject)),
      ...[...shares, ...follows].map(subject),
    ],
  }
}

/** The accounts of all services as a part of a server's configuration; `password` is already quoted. */
export function natsUsers(names: Names, password: (service: ServiceName) => string, indent = '    '): string {
  const list = (texts: string[]) => `[${texts.map((one) => JSON.stringify(one)).join(', ')}]`
  return serviceNames
    .map((service) => {
      const { publish, subscribe } = permissionsOf(service, names)
      const deny = publish.deny.length > 0 ? `, deny: ${list(publish.deny)}` : ''
      // Results go to whoever asked: as many as a result has frames, for as long as a request may take.
      const responses =
        busAccess[service].serves.length > 0 ? ', allow_responses: { max: -1, expires: "1m" }' : ''
      return `${indent}{ user: ${service}, password: ${password(service)}, permissions: { publish: { allow: ${list(publish.allow)}${deny} }, subscribe: { allow: ${list(subscribe)} }${responses} } }`
    })
    .join('\n')
}
