import type { Mistake, NewMistake } from './notebook.queries.ts'

/** The names in a field of names: separated by commas of either script or line ends, each once, at most twenty. */
export function namesIn(text: string): string[] {
  const names = text.split(/[,，、;；\n]/).map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))].slice(0, 20)
}

const titleCharsMax = 60

/** What is called so in lists: the title, or the question's beginning where there is none. */
export function titleOf(title: string, question: string): string {
  const given = title.trim()
  if (given !== '') return given
  const line = question.trim().split('\n', 1)[0] ?? ''
  const chars = [...line]
  return chars.length > titleCharsMax ? `${chars.slice(0, titleCharsMax - 1).join('')}…` : line
}

/** A mistake as a form's fields tell it. */
export function readMistake(read: (name: string) => string): NewMistake {
  const orNull = (name: string) => read(name).trim() || null
  return {
    subject: read('subject') as Mistake['subject'],
    title: titleOf(read('title'), read('question_content')),
    question_content: read('question_content'),
    student_answer: orNull('student_answer'),
    correct_answer: orNull('correct_answer'),
    explanation: orNull('explanation'),
    notes: orNull('notes'),
    knowledge_points: namesIn(read('knowledge_points')),
    tags: namesIn(read('tags')),
    difficulty_level: Number(read('difficulty_level')),
  }
}
