import type { Pair } from './agreement.ts'
import { exactAgreement, quadraticKappa } from './agreement.ts'

/** An answer as it may be handed in, and what a person gave it. */
export interface GoldItem {
  question?: string
  student_answer: string
  points?: number
  human: { score: number; criteria?: { id: string; met: 'yes' | 'no' }[] }
  [member: string]: unknown
}

interface Corrected {
  question_number: number
  points: number
  points_awarded: number | null
  grade: { criteria: { id: string; met: string }[] } | null
}

export interface Evaluation {
  items: number
  /** Those that a machine gave a score; the others wait for a person. */
  scored: number
  exact: number | null
  qwk: number | null
  per_criterion: Record<string, { compared: number; exact: number }>
}

/** Sends a request to the platform and reads its `data`; raises what it is refused with. */
export type Send = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>

const base = '/api/v1/homework'
const batchMax = 60
const pollMs = 1_000
/** For each batch: models answer in seconds, and a queue may stand before them. */
const waitMaxMs = 1_800_000

/** Reads a file of gold items, one JSON object a line. Raises with the number of the first line that is none. */
export function readGold(text: string): GoldItem[] {
  return text.split('\n').flatMap((line, n) => {
    if (line.trim() === '') return []
    try {
      const item = JSON.parse(line) as GoldItem
      if (typeof item.student_answer !== 'string' || typeof item.human?.score !== 'number') throw new Error()
      return [item]
    } catch {
      throw new Error(`line ${n + 1}: give an object with student_answer and human.score`)
    }
  })
}

/**
 * Hands gold answers in as homework of the caller's own, waits for the grades, removes it again, and tells how far people and the
 * platform agree: on its rules and its model as they are configured.
 */
export async function evaluateGrading(
  gold: readonly GoldItem[],
  send: Send,
  pause: (ms: number) => Promise<unknown>,
): Promise<Evaluation> {
  const pairs: Pair[] = []
  const found = new Map<string, boolean[]>()
  for (let n = 0; n < gold.length; n += batchMax) {
    const batch = gold.slice(n, n + batchMax)
    const corrections = await gradesFor(batch, send, pause)
    for (const [place, { human }] of batch.entries()) {
      const graded = corrections.find(({ question_number }) => question_number === place + 1)
      if (!graded) continue
      if (graded.points_awarded !== null)
        pairs.push({ machine: graded.points_awarded / graded.points, human: human.score / graded.points })
      for (const { id, met } of human.criteria ?? []) {
        const machine = graded.grade?.criteria.find((one) => one.id === id)
        if (machine && machine.met !== 'unsure')
          found.set(id, [...(found.get(id) ?? []), machine.met === met])
      }
    }
  }
  const per_criterion = Object.fromEntries(
    [...found].map(([id, same]) => [
      id,
      { compared: same.length, exact: same.filter(Boolean).length / same.length },
    ]),
  )
  return {
    ...{ items: gold.length, scored: pairs.length, exact: exactAgreement(pairs), qwk: quadraticKappa(pairs) },
    per_criterion,
  }
}

async function gradesFor(
  batch: readonly GoldItem[],
  send: Send,
  pause: (ms: number) => Promise<unknown>,
): Promise<Corrected[]> {
  const answers = batch.map(({ human: _, ...item }, place) => ({ ...item, number: place + 1 }))
  const { id } = (await send('POST', `${base}/submit`, { title: 'grade-eval', answers })) as { id: string }
  try {
    for (let waited = 0; waited < waitMaxMs; waited += pollMs) {
      const { status } = (await send('GET', `${base}/submissions/${id}`)) as { status: string }
      if (status !== 'grading') {
        const { corrections } = (await send('GET', `${base}/submissions/${id}/correction`)) as {
          corrections: Corrected[]
        }
        return corrections
      }
      await pause(pollMs)
    }
    throw new Error('the answers were not graded in time')
  } finally {
    await send('DELETE', `${base}/submissions/${id}`)
  }
}
