import { roughTokens } from '@lingzhi/model-client/responses/count-tokens'
import type { PersonalChoices } from '../scenarios/scenarios.queries.ts'
import type { InstructionsSubject } from './context-subject.ts'
import type { Part } from './part.ts'

const itemsMax = 12
const tokensMax = 300

/** What a person's feedback says of all answers, a part for each, so that the record tells which were sent. */
export function preferencePrompt(
  { preferences }: Pick<PersonalChoices, 'preferences'>,
  { agent, shaping }: InstructionsSubject,
): Part[] {
  if (shaping?.personalize === false) return []
  const inScope = preferences.filter(
    ({ scope, scope_id }) =>
      scope === 'all' ||
      (scope === 'agent' && scope_id === `${agent.id}`) ||
      (scope === 'scenario' && shaping?.match?.scenario_ids.includes(scope_id ?? '')),
  )
  let left = tokensMax
  return inScope.slice(0, itemsMax).flatMap(({ id, statement, version }): Part[] => {
    left -= roughTokens(statement) + 2
    if (left < 0) return []
    return [
      {
        kind: 'preferences',
        id,
        name: statement,
        version,
        heading: '用户偏好（长期）',
        text: `- ${statement}`,
      },
    ]
  })
}
