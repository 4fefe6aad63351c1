import type { SystemDefaults } from '../scenarios/system-defaults-shape.ts'
import type { Part } from './part.ts'
import { shortened } from './part.ts'

const tokensMax = 2_000

/** What administrators put before every agent's instructions, with the names of the scenarios in effect where it asks for them. */
export function systemTemplate(
  { default_system_prompt_template: template }: SystemDefaults,
  scenarios: readonly Part[],
): Part[] {
  if (template === undefined || template.trim() === '') return []
  const names = scenarios.map(({ name }) => name).join('、')
  const { text, shortened: cut } = shortened(template.trim().replaceAll('{scenarios}', names), tokensMax)
  return [
    {
      kind: 'system',
      id: 'default_system_prompt_template',
      name: '系统提示词',
      text,
      ...(cut && { shortened: true }),
    },
  ]
}
