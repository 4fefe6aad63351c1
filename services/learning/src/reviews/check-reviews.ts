import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { isId } from '@lingzhi/contracts/ids'
import type { Texts } from '@lingzhi/contracts/texts'
import { isDay } from '@lingzhi/runtime/calendar'
import { MistakeNotFound } from '../notebook-contract.ts'
import type { Rating as RatingName, ReviewResult as ResultName } from '../schedule/history.ts'
import { suits } from '../schedule/history.ts'

/** The id in a path; one that is none is as unknown as an unused one. */
export function known(id: string): string {
  if (!isId(id)) throw MistakeNotFound()
  return id
}

const invalid = (path: string, message: Texts) => ValidationFailed({ errors: [{ path, message }] })

export function assertSuits(result: ResultName, rating: RatingName | null, path: string) {
  if (rating === null || suits(result, rating)) return
  throw invalid(path, {
    zh: '评价与结果矛盾：答错只能是 again，答对不能是 again',
    en: 'contradicts the result: what was wrong is `again`, what was right is not',
  })
}

export function assertDay(day: string | undefined, path: string, today: string) {
  if (day === undefined) return
  if (!isDay(day)) throw invalid(path, { zh: '没有这一天', en: 'is no date' })
  if (day > today) throw invalid(path, { zh: '不能晚于今天', en: 'must not be later than today' })
}

export function assertApart(attemptIds: readonly string[]) {
  if (new Set(attemptIds).size < attemptIds.length) {
    throw invalid('reviews', { zh: '同一 attempt_id 出现了两次', en: 'an attempt_id occurs twice' })
  }
}
