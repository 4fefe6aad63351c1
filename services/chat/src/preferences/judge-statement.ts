import { ordersElsewhere } from './orders-elsewhere.ts'
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

/** The same said otherwise: to put rules aside, or to tell what is not told. */
const putsAside =
  /(不理会|不理睬|不理|不管|不顾|不听|不守|不遵|不受|抛开|抛弃|放弃|丢开|忘记|忘掉|取消|跳过|突破|推翻|覆盖|停止遵守).{0,12}(规则|规定|规范|限制|约束|指令|指示|设定|政策|审查|过滤)|\b(forget|drop|break|skip|violate|circumvent|disobey|evade|(do not|don'?t|never|stop) (follow|obey|respect)\w*)\b.{0,40}\b(rules?|guidelines?|polic(y|ies)|restrictions?|limits|filters?)\b/i
const tellsSecrets =
  /(泄露|泄漏|透露|公开|暴露|告知|告诉|输出|打印|显示|展示|复述|说出|给出|提供|附上).{0,12}(指令|提示语|机密|秘密|隐私|内部|设定|凭证|凭据|证书|密文|prompt|keys)|\b(reveal|leak|disclose|expose|print|output|repeat|show|dump|send|tell|include|give)\b.{0,40}\b(prompts?|keys|secrets|tokens|passwords|credentials|hidden|internal|confidential)\b/i

/** However it is written: wide letters as plain ones, without what is not seen and without blanks between Chinese words. */
const plainly = (line: string) =>
  line
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Mn}]/gu, '')
    .replace(/(?<=\p{Script=Han})[\s\p{P}]+(?=\p{Script=Han})/gu, '')
const refused = [leadsSomewhere, orders, putsAside, tellsSecrets, ...ordersElsewhere]

/**
 * A proposal as it may be kept: resting on enough of the feedback that the model was shown, for the agent or scenario that most of it is
 * about, and saying how answers should be. Undefined for anything else.
 */
export function judge(
  { kind, statement, scope, evidence }: Proposed,
  shown: readonly Evidence[],
): Judged | undefined {
  const line = statement.replace(/\s+/g, ' ').trim()
  if (line === '' || [line, plainly(line)].some((text) => refused.some((order) => order.test(text))))
    return undefined
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
