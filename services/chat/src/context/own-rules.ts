import type { PersonalChoices } from '../scenarios/scenarios.queries.ts'
import type { Part } from './part.ts'
import { shortened } from './part.ts'

const tokensMax = 1_000

/** What a person set for all answers: a prompt, one's own, then rules; and the rules for this conversation. */
export function ownRules({
  user,
  session,
  config,
}: Pick<PersonalChoices, 'user' | 'session' | 'config'>): Part[] {
  const rules = [
    { kind: 'user-rules' as const, name: '用户选用的系统提示词', text: config?.kept_prompt ?? '' },
    { kind: 'user-rules' as const, name: '用户的系统提示词', text: config?.system_prompt ?? '' },
    { kind: 'user-rules' as const, name: '用户自定义规则', text: user?.custom_prompt ?? '' },
    { kind: 'session-rules' as const, name: '会话级调整', text: session?.custom_prompt ?? '' },
  ]
  return rules
    .filter(({ text }) => text.trim() !== '')
    .map((rule) => {
      const { text, shortened: cut } = shortened(rule.text.trim(), tokensMax)
      return { ...rule, text: `${rule.name}：\n${text}`, ...(cut && { shortened: true }) }
    })
}
