/** How the settings of a model are read from the fields of a form; what a field cannot mean is sent as it was typed. */

export const textOf = (typed: string): unknown => (typed.trim() === '' ? undefined : typed.trim())

/** A number; anything else as the text it is, so that the server names the fault. */
export function numberOf(typed: string): unknown {
  const trimmed = typed.trim()
  if (trimmed === '') return undefined
  const value = Number(trimmed)
  return Number.isFinite(value) ? value : trimmed
}

/** One text a line; empty lines are none. */
export function linesOf(typed: string): unknown {
  const lines = typed.split('\n').flatMap((line) => (line.trim() === '' ? [] : line.trim()))
  return lines.length > 0 ? lines : undefined
}

/** A setting as a field shows it. */
export const shown = (value: unknown): string =>
  Array.isArray(value) ? value.join('\n') : value === undefined || value === null ? '' : String(value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Whether the model thinks: `thinking` is one of its modes, or an object with it. Empty: not set. */
export const modeOf = (thinking: unknown): string => shown(isObject(thinking) ? thinking.type : thinking)

export const budgetOf = (thinking: unknown): unknown =>
  isObject(thinking) ? thinking.budget_tokens : undefined

export function thinkingOf(mode: string, budget: unknown): unknown {
  if (mode === '') return undefined
  return budget === undefined || mode === 'disabled' ? mode : { type: mode, budget_tokens: budget }
}
