import { calendarIn } from '@lingzhi/runtime/calendar'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { takeBackEvents } from '../events/record-events.ts'
import { letPicturesGo } from '../notebook/keep-pictures.ts'
import { mistakesMax } from '../notebook/mistake-shape.ts'
import { countMistakes, insertMistake } from '../notebook/notebook.queries.ts'
import { schedulingOf } from '../reviews/reviews.queries.ts'
import type { Grade, Item, Submission } from './tables.ts'

interface Keeping extends Pick<Deps, 'now' | 'space'> {
  config: Pick<Config, 'TIMEZONE' | 'HOMEWORK_MISTAKE_BELOW'>
}

const source = 'homework_correction'

/**
 * Writes items below the threshold into the learner's notebook, once each, and takes those out again whose grade is above it now. An
 * item that nobody can grade yet changes nothing.
 */
export async function keepMistakes(
  trx: Db,
  { now, space, config }: Keeping,
  { user_id, subject }: Submission,
  items: readonly Item[],
  grades: ReadonlyMap<string, Grade>,
): Promise<void> {
  const scored = items.flatMap((item) => {
    const grade = grades.get(item.id)
    return grade && grade.score !== null ? [{ item, grade, share: (grade.score / item.points) * 100 }] : []
  })
  const isWrong = ({ share }: { share: number }) => share < config.HOMEWORK_MISTAKE_BELOW
  const right = scored.filter((one) => !isWrong(one) && one.item.noted).map(({ item }) => item.id)
  if (right.length > 0) {
    const gone = await trx
      .deleteFrom('mistakes')
      .where('user_id', '=', user_id)
      .where('source', '=', source)
      .where('source_id', 'in', right)
      .returning(['id', 'files_reference'])
      .execute()
    await letPicturesGo(trx, user_id, gone)
    // It was none.
    await takeBackEvents(
      trx,
      user_id,
      gone.map(({ id }) => id),
      now(),
    )
    await setNoted(trx, right, false)
  }
  const wrong = scored.filter((one) => isWrong(one) && !one.item.noted)
  if (wrong.length === 0) return
  // A notebook that is full takes no more, and holds up no grade.
  if (!(await space.hasRoom(trx, user_id))) return
  const room = mistakesMax - (await countMistakes(trx, user_id))
  const scheduling = await schedulingOf(trx, user_id)
  const at = now()
  const today = calendarIn(config.TIMEZONE)(at)
  const entering = wrong.slice(0, Math.max(0, room))
  await setNoted(
    trx,
    entering.map(({ item }) => item.id),
    true,
  )
  for (const { item, grade } of entering) {
    const kind = grade.error_type ?? (grade.result === 'partial' ? '部分正确' : '答错')
    const asked = item.question.trim() === '' ? `第${item.number}题` : item.question
    const mistake = {
      subject,
      title: `第${item.number}题 - ${kind}`,
      question_content: asked,
      student_answer: item.student_answer === '' ? null : item.student_answer,
      correct_answer: item.key ?? grade.correct_answer,
      explanation: grade.explanation?.zh ?? null,
      question_type: item.question_type,
      error_type: grade.error_type,
      knowledge_points: grade.knowledge_points,
      source: source as 'homework_correction',
      source_id: item.id,
    }
    await insertMistake(trx, mistake, { userId: user_id, scheduling, today, at })
  }
}

async function setNoted(trx: Db, ids: readonly string[], noted: boolean): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('homework_items')
    .set({ noted })
    .where('id', 'in', [...ids])
    .execute()
}
