/** A response as some provider sends it, in our own words, and what must be read from it. */
export interface Transcript {
  body: string | Buffer
  contentType?: string
  content?: string
  reasoning?: string
  /** The names and arguments of the tool calls. */
  calls?: [name: string, text: string][]
  finishReason?: string
  usage?: object
  /** The code of the problem that is raised instead. */
  problem?: string
}

/** One event with these members in the choice with index 0. */
export const choice = (members: object, more: object = {}): string =>
  event({ choices: [{ index: 0, ...members }], ...more })
export const event = (value: unknown): string =>
  `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`
export const delta = (members: object, finish_reason: string | null = null): string =>
  choice({ delta: members, finish_reason })
/** Deltas of text, one event each. */
export const texts = (...pieces: string[]): string => pieces.map((content) => delta({ content })).join('')
export const stop = delta({}, 'stop')
export const done = event('[DONE]')
export const message = (members: object, finish_reason: string | null = 'stop', more: object = {}): string =>
  choice({ message: { role: 'assistant', ...members }, finish_reason }, more)
export const whole = (members: object, finish_reason: string | null = 'stop', more: object = {}): string =>
  JSON.stringify({ choices: [{ index: 0, message: members, finish_reason }], ...more }, null, 2)
