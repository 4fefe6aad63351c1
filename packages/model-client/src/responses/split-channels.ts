/** A call that a model wrote as text. */
export interface WrittenCall {
  name: string
  arguments: unknown
}

/** What is new in a channel. */
export interface ChannelText {
  thoughts: string
  content: string
  calls: WrittenCall[]
}

const beginnings = ['<|start|>assistant', ''].flatMap((start) =>
  ['analysis', 'commentary', 'final'].map((name) => `${start}<|channel|>${name}`),
)
/** Whether a text begins with a channel of gpt-oss; `maybe`: it has too few characters to tell. */
export function beginsChannel(text: string): 'yes' | 'no' | 'maybe' {
  if (!text.startsWith('<|')) return text === '<' ? 'maybe' : 'no'
  if (beginnings.some((beginning) => text.startsWith(beginning))) return 'yes'
  return beginnings.some((beginning) => beginning.startsWith(text)) ? 'maybe' : 'no'
}

const mark = /<\|(?:start|channel|message|constrain|end|return|call)\|>/g
const halfMark = /<(?:\|(?:[a-z]{0,9}\|?)?)?$/

/**
 * Splits the messages that gpt-oss writes one after the other, each to a channel: `final` is the answer, a message to a
 * function is a call, all others are thoughts. A call without an end was cut, and is none.
 */
export function splitChannels() {
  let held = ''
  /** What stands between two messages; undefined: inside one. */
  let header: string | undefined = ''
  let channel: 'final' | 'thoughts' | 'call' = 'thoughts'
  let name = ''
  let written = ''

  function enter(text: string) {
    name = /\bto=(?:functions\.)?([\w.-]+)/.exec(text)?.[1] ?? ''
    channel = name !== '' ? 'call' : /\bfinal\b/.test(text) ? 'final' : 'thoughts'
    written = ''
    header = undefined
  }

  return {
    push(piece: string, ended: boolean): ChannelText {
      const text = held + piece
      held = ended ? '' : (halfMark.exec(text)?.[0] ?? '')
      const whole = text.slice(0, text.length - held.length)
      const said: ChannelText = { thoughts: '', content: '', calls: [] }
      const tell = (part: string) => {
        if (header !== undefined) header += part
        else if (channel === 'final') said.content += part
        else if (channel === 'call') written += part
        else said.thoughts += part
      }
      let from = 0
      for (const { 0: found, index } of whole.matchAll(mark)) {
        tell(whole.slice(from, index))
        from = index + found.length
        if (found === '<|message|>') enter(header ?? '')
        else if (header === undefined) {
          if (channel === 'call') said.calls.push({ name, arguments: written })
          if (channel === 'thoughts') said.thoughts += '\n\n'
          header = ''
        } else header += ' '
      }
      tell(whole.slice(from))
      return said
    },
    /** Whether the text stops inside a call. */
    get cut() {
      return header === undefined && channel === 'call'
    },
  }
}
