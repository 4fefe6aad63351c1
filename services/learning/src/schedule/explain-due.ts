import type { Texts } from '@lingzhi/contracts/texts'
import { daysBetween } from '@lingzhi/runtime/calendar'
import type { CardState } from './fold-reviews.ts'
import type { Day, Scheduling } from './history.ts'
import { retrievability } from './memory.ts'

/** How likely a card is remembered on a day. */
export const rememberedOn = (
  state: Pick<CardState, 'stability' | 'difficulty' | 'lastOn'>,
  day: Day,
): number => retrievability(state, Math.max(0, daysBetween(state.lastOn, day)))

/** Why a card is due, or is not yet: in words for its learner. */
export function explainDue(
  state: Pick<CardState, 'stability' | 'difficulty' | 'lastOn' | 'dueOn' | 'step'>,
  { algorithm, retention }: Scheduling,
  today: Day,
): Texts {
  const percent = Math.round(rememberedOn(state, today) * 100)
  const aim = Math.round(retention * 100)
  const overdue = daysBetween(state.dueOn, today)
  const when =
    overdue > 0
      ? { zh: `逾期 ${overdue} 天`, en: `${overdue} ${overdue === 1 ? 'day' : 'days'} overdue` }
      : overdue === 0
        ? { zh: '今天到期', en: 'due today' }
        : { zh: `${-overdue} 天后到期`, en: `due in ${-overdue} ${overdue === -1 ? 'day' : 'days'}` }
  if (algorithm === 'ladder') {
    const rung = state.step + 1
    return { zh: `阶梯第 ${rung} 级，${when.zh}`, en: `Step ${rung} of the ladder, ${when.en}` }
  }
  const against =
    percent < aim
      ? { zh: `低于目标 ${aim}%`, en: `below the aim of ${aim} %` }
      : { zh: `目标 ${aim}%`, en: `the aim is ${aim} %` }
  return {
    zh: `预计记得 ${percent}%，${against.zh}，${when.zh}`,
    en: `You probably remember it with ${percent} %, ${against.en}, ${when.en}`,
  }
}
