import { isInCode } from './quoted-marks.ts'
import { readWrittenCalls } from './read-written-calls.ts'
import type { WrittenCall } from './split-channels.ts'
import { bufferMax } from './unreadable.ts'

/** The marks that models put around calls in their text, when their server does not know them. */
const marks: [open: string, close: string][] = [
  ['<tool_call>', '</tool_call>'],
  ['<function_call>', '</function_call>'],
  ['<|tool_call|>', '<|/tool_call|>'],
  ['[TOOL_CALLS]', '\n\n'],
  ['<tool_calls>', '</tool_calls>'],
  ['<function_calls>', '</function_calls>'],
  ['<minimax:tool_call>', '</minimax:tool_call>'],
  ['<｜DSML｜function_calls>', '</｜DSML｜function_calls>'],
  ['<｜DSML｜tool_calls>', '</｜DSML｜tool_calls>'],
  ['<｜tool▁calls▁begin｜>', '<｜tool▁calls▁end｜>'],
  ['<|tool_calls_section_begin|>', '<|tool_calls_section_end|>'],
  ['<|START_ACTION|>', '<|END_ACTION|>'],
  ['<|action_start|>', '<|action_end|>'],
  ['<|python_tag|>', '<|eom_id|>'],
  ['<function=', '</function>'],
]

/** Marks that are looked at: a text with more of them speaks of them, and each look reads all text before. */
const marksMax = 256

/**
 * Splits an answer's text into text and the calls of tools that stand in it, each once it is whole. Only calls of these names
 * count: everything else, and what stands in blocks of code, is text.
 */
export function splitWrittenCalls(names: ReadonlySet<string>) {
  /** Whitespace before the text, or the beginning of a mark. */
  let held = ''
  /** The text so far, in which a block of code may be open. */
  let seen = ''
  /** No text yet, or none since the last call. */
  let blank = true
  let open = ''
  let close: string | undefined
  /** What has come of a call, and the end of it, which may hold a part of its closing mark. */
  let body = ''
  let tail = ''
  let marksLeft = marksMax
  let cut = false

  function tell(text: string): string {
    const told = blank ? text.trimStart() : text
    if (told !== '') blank = false
    seen += text
    return told
  }

  /** What stands between two marks. */
  function readBody(whole: boolean): { content: string; calls: WrittenCall[] } {
    const text = open + body + (whole ? close : '')
    const read = readWrittenCalls(open.endsWith('=') ? text : body).filter(({ name }) => names.has(name))
    close = undefined
    if (read.length > 0) blank = true
    else if (!whole && (open.endsWith('=') || /^\s*[[{<]|\[ARGS\]/.test(body))) cut = true
    return read.length > 0 ? { content: '', calls: read } : { content: tell(text), calls: [] }
  }

  function push(piece: string, ended: boolean) {
    const said = { content: '', calls: [] as WrittenCall[] }
    const add = ({ content, calls }: typeof said) => {
      said.content += content
      said.calls.push(...calls)
    }
    let rest = held + piece
    held = ''
    while (rest !== '' || (ended && close !== undefined)) {
      if (close !== undefined) {
        const newest = tail + rest
        const end = newest.indexOf(close)
        body += end < 0 ? rest : rest.slice(0, Math.max(0, end - tail.length))
        if (end >= 0) body = body.slice(0, body.length - Math.max(0, tail.length - end))
        tail = newest.slice(1 - close.length)
        rest = end < 0 ? '' : newest.slice(end + close.length)
        if (end < 0 && !ended && body.length < bufferMax) break
        add(readBody(end >= 0))
        continue
      }
      const [at, mark] = firstIn(rest)
      if (mark && marksLeft > 0) {
        marksLeft -= 1
        const before = rest.slice(0, at)
        if (isInCode(seen + before)) said.content += tell(rest.slice(0, at + mark[0].length))
        else {
          said.content += tell(before)
          ;[open, close] = mark
          body = ''
          tail = ''
        }
        rest = rest.slice(at + mark[0].length)
        continue
      }
      held = ended ? '' : heldOf(rest, blank)
      said.content += tell(rest.slice(0, rest.length - held.length))
      break
    }
    return said
  }

  return {
    push,
    /** Whether the text stops inside a call. */
    get cut() {
      return cut
    },
  }
}

function firstIn(text: string): [at: number, mark: [string, string] | undefined] {
  if (!(text.includes('<') || text.includes('['))) return [-1, undefined]
  const found = marks.map((mark) => [text.indexOf(mark[0]), mark] as [number, [string, string]])
  return found.filter(([at]) => at >= 0).sort(([one], [two]) => one - two)[0] ?? [-1, undefined]
}

/** The end of a text that may begin a mark, or is whitespace before any text. */
function heldOf(text: string, blank: boolean): string {
  if (blank && text.trim() === '') return text
  const at = Math.max(text.lastIndexOf('<'), text.lastIndexOf('['))
  return at >= 0 && marks.some(([mark]) => mark.startsWith(text.slice(at))) ? text.slice(at) : ''
}
