import type { Evidence } from './preferences.queries.ts'
import { evidenceLeast } from './preferences.queries.ts'
import type { Proposed } from './proposed.ts'

export interface Judged {
  kind: Proposed['kind']
  statement: string
  scope: Proposed['scope']
  scopeId: string | null
  evidence: string[]
}

/** An address, a handle, a path, or a tool's name: a preference has no use for one. */
const leadsSomewhere =
  /https?:|www\.|\b[\w.-]+@[\w-]+\.|[\w-]+\.(com|net|org|cn|io|dev)\b|\/\w+\/\w+|\b\w+_\w+\b|`/i
/** Orders about rules, secrets and the assistant's own instructions, in either language. */
const orders =
  /忽略|无视|绕过|违反|不要遵守|越狱|解除限制|扮演|假装|密钥|密码|口令|令牌|系统提示|提示词|开发者模式|管理员|\b(ignore|disregard|bypass|override|jailbreak|pretend|system prompt|instructions?|password|secret|token|api key|credential|admin)\b/i

/**
 * A proposal as it may be kept: resting on enough of the feedback that the model was shown, for the agent or scenario that most of it is
 * about, and saying how answers should be. Undefined for anything else.
 */
export function judge(
  { kind, statement, scope, evidence }: Proposed,
  shown: readonly Evidence[],
): Judged | undefined {
  const line = statement.replace(/\s+/g, ' ').trim()
  if (line === '' || leadsSomewhere.test(line) || orders.test(line)) return undefined
  const rests = shown.filter(({ message_id }) => evidence.includes(message_id))
  // What is named that was not shown was made up.
  if (evidence.some((id) => !shown.some(({ message_id }) => message_id === id))) return undefined
  const weight = rests.reduce((sum, { type }) => sum + (type === 'correct' ? 2 : 1), 0)
  if (weight < evidenceLeast) return undefined
  const scopeId =
    scope === 'agent'
      ? mostCommon(rests.map(({ agent_id }) => `${agent_id}`))
      : scope === 'scenario'
        ? mostCommon(rests.flatMap(({ scenario_id }) => scenario_id ?? []))
        : null
  return {
    kind,
    statement: line,
    scope: scopeId === null ? 'all' : scope,
    scopeId,
    evidence: rests.map(({ message_id }) => message_id),
  }
}

function mostCommon(values: readonly string[]): string | null {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? null
}
