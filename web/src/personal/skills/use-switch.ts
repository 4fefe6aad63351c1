import { useAct } from '../../ui/use-act.ts'
import type { Skill } from './skills.queries.ts'
import { switchSkill } from './skills.queries.ts'

/** A skill goes on or off for this person. */
export function useSwitch({ id }: Skill) {
  const { act, busy, error } = useAct()
  return { change: (enabled: boolean) => void act(() => switchSkill(id, enabled)), busy, error }
}
