import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { Client } from '../client.ts'
import { fill } from './known.ts'
import { credentialsIn } from './leaked-secrets.ts'
import type { Operation } from './operations.ts'
import { responseChecker } from './operations.ts'
import type { Belongings, Person } from './people.ts'
import { furnish, merge, newAdmin, newPerson, replace, resourceOf } from './people.ts'
import type { Caller, HostileRequest } from './requests.ts'
import { requestsFor } from './requests.ts'
import { send } from './send.ts'

interface Cast {
  user: Person
  admin: Person
}

export interface FuzzOptions {
  base: string
  founder: Client
  operations: Operation[]
  seed: number
  /** Requests for each operation. */
  casesEach: number
  /** Requests a password reset for an account; returns the token of the letter. */
  resetToken: (person: Person) => Promise<string>
}

// What ends the caller's own account or credentials: each such case that succeeds costs its caller.
const endsItsCaller =
  /^(DELETE \/api\/user(\/sessions)?|POST \/api\/(logout|user\/change-password|refresh|reset-password)|PUT \/api\/user\/profile)$/
const hashesPassword = /^POST \/api\/(register|login|v1\/auth\/login|user\/change-password|reset-password)$/
/** Hashing a password is made to cost: such operations get a smaller share. */
const hashingShare = 0.4
const operationsAtOnce = 6
const roundsMax = 3
const wasDone = (counts: Record<string, number>) => Object.keys(counts).some((status) => status < '300')

/** Tries every documented operation and returns what was found wrong, a line each. */
export async function fuzz({ base, founder, operations, seed, casesEach, resetToken }: FuzzOptions) {
  const check = responseChecker()
  const cast = async (): Promise<Cast> => ({
    user: await newPerson(base),
    admin: await newAdmin(base, founder),
  })
  const shared = await cast()
  const stranger = await newPerson(base)
  const copies = [furnish(shared.user, 4), furnish(shared.admin, 2), furnish(stranger, 1)]
  const [, , strange] = await Promise.all(copies)
  const agent = await newAgent(founder)
  /** How often each operation returned each status. */
  const seen: Record<string, Record<number, number>> = {}
  /** Every credential that was handed out. */
  const secrets = new Set<string>()
  let cases = 0

  /** What a request may name: mostly its caller's own, sometimes another user's. */
  const knownTo = ({ belongings }: Person, { method, path }: Operation): Belongings => ({
    ...merge(belongings, strange ?? {}),
    username: belongings.username ?? [],
    // The accounts that others act upon belong to no caller.
    users: path.startsWith('/api/v1/platform/users') ? ['me'] : [stranger.id],
    // There a session is a conversation.
    ...(path.startsWith('/api/v1/platform/sessions') && { sessions: belongings.conversations ?? [] }),
    // All callers read the default agent; changing it would change what every other case sees.
    agents: method === 'GET' ? [agent, '1'] : [agent],
    models: ['agent-1'],
    versions: ['1', '2'],
    'homework-items': ['1'],
    'system-default-config': ['default_max_turns'],
    ...(path === '/api/reset-password' && { 'reset-token': belongings['reset-token'] ?? [] }),
  })

  const tryOperation = async (operation: Operation, ownSeed: number): Promise<string | null> => {
    const name = `${operation.method} ${operation.path}`
    const renew = async () => {
      const people = await cast()
      if (operation.path !== '/api/reset-password') return people
      people.user.belongings['reset-token'] = [await resetToken(people.user)]
      return people
    }
    const ends = endsItsCaller.test(name)
    let people = ends ? await renew() : shared
    const counts: Record<number, number> = {}
    seen[name] = counts
    const property = fc.asyncProperty(requestsFor(operation), async (request) => {
      cases += 1
      const person = request.caller === 'admin' ? people.admin : people.user
      const sent = filled(request, people, knownTo(person, operation))
      const response = await send(base, operation.method, sent)
      for (const secret of [...credentialsIn(response.text), ...credentialsOf(person)]) secrets.add(secret)
      counts[response.status] = (counts[response.status] ?? 0) + 1
      if (ends && (response.status < 300 || response.status === 429)) people = await renew()
      if (operation.method === 'DELETE' && response.status < 300) {
        await replace(person, resourceOf(operation.path), sent.path.split(/[/?]/).at(-1) ?? '')
      }
      const leaks =
        response.status >= 400 && credentialsOf(person).some((secret) => response.text.includes(secret))
      if (leaks) throw new Error(`${response.status} leaks a secret: ${response.text}`)
      const fault =
        response.status >= 500 ? `a failure of ours: ${response.status}` : check(operation, response)
      if (fault) throw new Error(`${fault}\n    ${response.text.slice(0, 300)}`)
      if (!response.requestId) throw new Error(`${response.status} without X-Request-ID`)
    })
    const numRuns = Math.ceil(casesEach * (hashesPassword.test(name) ? hashingShare : 1))
    let result = await fc.check(property, { seed: ownSeed, numRuns })
    // By chance none of them may have been what the operation is for.
    for (let round = 1; round < roundsMax && !result.failed && !wasDone(counts); round++)
      result = await fc.check(property, { seed: ownSeed + round * 10_000, numRuns })
    return result.failed ? describe(name, result.errorInstance, result.counterexample?.[0]) : null
  }

  const findings: string[] = []
  const waiting = operations.values()
  const worker = async () => {
    for (const operation of waiting) {
      const finding = await tryOperation(operation, seed + numberOf(operation))
      if (finding) findings.push(finding)
    }
  }
  await Promise.all(Array.from({ length: operationsAtOnce }, worker))
  return { findings, cases, seen, secrets }
}

/** By its name alone, so that a new operation changes no other's requests. */
const numberOf = ({ method, path }: Operation): number =>
  createHash('sha256').update(`${method} ${path}`).digest().readUIntBE(0, 3)

/** The request as it is sent: on behalf of its caller, about things that exist. */
function filled({ caller, path, headers, body }: HostileRequest, people: Cast, belongings: Belongings) {
  const texts = Object.entries({ ...authorizationOf(caller, people), ...headers })
  return {
    path: fill(path, belongings, encodeURIComponent),
    headers: Object.fromEntries(texts.map(([name, value]) => [name, fill(value, belongings)])),
    body: body === undefined ? undefined : fill(body, belongings),
  }
}

const credentialsOf = ({ token, key, belongings }: Person): string[] =>
  [
    token,
    key,
    ...['password', 'refresh-token', 'reset-token'].flatMap((kind) => belongings[kind] ?? []),
  ].filter(Boolean)

function describe(name: string, error: unknown, request: HostileRequest | undefined): string {
  const body = request?.body && request.body.length > 400 ? `${request.body.slice(0, 400)}…` : request?.body
  return `${name}: ${(error as Error)?.message}\n    ${JSON.stringify({ ...request, body })}`
}

const authorizationOf = (caller: Caller, { user, admin }: Cast): Record<string, string> => {
  const tokens = { guest: null, user: user.token, key: user.key, admin: admin.token, forged: 'a.b.c' }
  return tokens[caller] === null ? {} : { authorization: `Bearer ${tokens[caller]}` }
}

async function newAgent(founder: Client): Promise<string> {
  const { body } = await founder.post('/api/admin/agents', {
    name: 'for fuzzing',
    system_prompt: 'Be brief.',
  })
  return String(body.data.id)
}
