import fc from 'fast-check'
import type { Client, Json } from '../client.ts'
import type { Operation } from './operations.ts'
import { answerChecker, operationsOf } from './operations.ts'
import type { Belongings, Person } from './people.ts'
import { furnish, newAdmin, newPerson, resourceOf } from './people.ts'
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
  document: Json
  seed: number
  /** Requests for each operation. */
  casesEach: number
}

// What ends the caller's own account or credentials: each such case that succeeds costs its caller.
const endsItsCaller = /^(DELETE \/api\/user|POST \/api\/(logout|user\/change-password|refresh))/
const hashesPassword = /^POST \/api\/(register|login|v1\/auth\/login|user\/change-password)$/
/** Hashing a password is made to cost: such operations get a smaller share. */
const hashingShare = 0.4
const operationsAtOnce = 6

/** A dependency that this stack truly has not: SMTP. Any other failure of ours is a finding. */
const allowedFailure = /MAIL_NOT_CONFIGURED/

/** Tries every documented operation and returns what was found wrong, a line each. */
export async function fuzz({ base, founder, document, seed, casesEach }: FuzzOptions) {
  const operations = operationsOf(document)
  const check = answerChecker(document)
  const cast = async (): Promise<Cast> => ({
    user: await newPerson(base),
    admin: await newAdmin(base, founder),
  })
  const shared = await cast()
  const stranger = await newPerson(base)
  const ids = merge(await furnish(shared.user, 4), await furnish(stranger, 1))
  // The accounts others act upon are nobody's who calls.
  ids.users = [stranger.id]
  ids.agents = [String(await newAgent(founder))]
  const statuses = new Map<number, number>()
  let cases = 0

  const tryOperation = async (operation: Operation, ownSeed: number): Promise<string | null> => {
    const name = `${operation.method} ${operation.path}`
    let people = endsItsCaller.test(name) ? await cast() : shared
    const property = fc.asyncProperty(requestsFor(operation, idsFor(operation, ids)), async (request) => {
      cases += 1
      const headers = { ...authorizationOf(request.caller, people), ...request.headers }
      const answer = await send(base, operation.method, { ...request, headers })
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      if (endsItsCaller.test(name) && answer.status < 300) people = await cast()
      const fault =
        faultOf(answer.status, answer.text) ?? check(operation, answer.status, answer.type, answer.text)
      if (fault) throw new Error(`${fault}\n    ${answer.text?.slice(0, 300)}`)
      if (!answer.requestId) throw new Error(`${answer.status} without X-Request-ID`)
    })
    const numRuns = Math.ceil(casesEach * (hashesPassword.test(name) ? hashingShare : 1))
    const result = await fc.check(property, { seed: ownSeed, numRuns })
    return result.failed ? describe(name, result.errorInstance, result.counterexample?.[0]) : null
  }

  const findings: string[] = []
  const waiting = operations.entries()
  const worker = async () => {
    for (const [n, operation] of waiting) {
      const finding = await tryOperation(operation, seed + n)
      if (finding) findings.push(finding)
    }
  }
  await Promise.all(Array.from({ length: operationsAtOnce }, worker))
  return { findings, cases, statuses: Object.fromEntries([...statuses].sort()) }
}

function faultOf(status: number, text: string | null): string | null {
  if (status < 500 || (status === 503 && allowedFailure.test(text ?? ''))) return null
  return `a failure of ours: ${status}`
}

function describe(name: string, error: unknown, request: HostileRequest | undefined): string {
  const body = request?.body && request.body.length > 400 ? `${request.body.slice(0, 400)}…` : request?.body
  return `${name}: ${(error as Error)?.message}\n    ${JSON.stringify({ ...request, body })}`
}

const authorizationOf = (caller: Caller, { user, admin }: Cast): Record<string, string> => {
  const tokens = { guest: null, user: user.token, key: user.key, admin: admin.token, forged: 'a.b.c' }
  return tokens[caller] === null ? {} : { authorization: `Bearer ${tokens[caller]}` }
}

/** Reading the default agent is everybody's; changing it would change what every other case sees. */
function idsFor({ method, path }: Operation, ids: Belongings): Belongings {
  const agents = [...(ids.agents ?? []), ...(method === 'GET' ? ['1'] : [])]
  return resourceOf(path) === 'models' ? { models: ['agent-1'] } : { ...ids, agents }
}

async function newAgent(founder: Client): Promise<number> {
  const { body } = await founder.post('/api/admin/agents', {
    name: 'for fuzzing',
    system_prompt: 'Be brief.',
  })
  return body.data.id ?? body.data.agent.id
}

function merge(a: Belongings, b: Belongings): Belongings {
  return Object.fromEntries(Object.keys(a).map((name) => [name, [...(a[name] ?? []), ...(b[name] ?? [])]]))
}
