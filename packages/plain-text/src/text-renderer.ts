import { readInline } from './inline.ts'
import { readCode, readLineStart } from './line-start.ts'
import { readMath } from './math.ts'
import { createOutput } from './output.ts'
import type { Reading } from './reading.ts'

/** A stage of a stream: takes text and returns what is certain so far. */
export interface TextRenderer {
  push: (text: string) => string
  /** The text held back. Nothing may be pushed afterwards. */
  end: () => string
}

const readers = { 'line start': readLineStart, inline: readInline, code: readCode, math: readMath }

/**
 * Turns Markdown into plain text while it streams. The output so far depends only on the input so far, never on how it
 * was cut into chunks; a reader that resumes relies on it.
 *
 * It is our own because Markdown libraries parse whole documents (micromark, markdown-it, marked), or guess and repair a
 * document tree that is already on screen (streaming-markdown): none can report what is final so far. In exchange it
 * does not follow CommonMark to the letter, but what chat models write:
 * - a mark counts if its partner is near in the same line, so a lone asterisk stays and is written late;
 * - 2*3*4, snake_case, C:\path, List<String> and formulas between $ or \( \) are unchanged; 重点**“如此”** is
 *   emphasis;
 * - bullets become •, numbers stay; cells are separated by tabs; a link keeps its address in parentheses, an
 *   image its description; rules, fences and a table's dashes are dropped; reference links and indented code are text.
 */
export function createTextRenderer(): TextRenderer {
  const reading: Reading = {
    text: '',
    at: 0,
    ended: false,
    output: createOutput(),
    mode: 'line start',
    before: Number.NaN,
    indent: '',
    column: 0,
    quotes: 0,
    heading: false,
    inUrl: false,
    marks: [],
    links: [],
    missing: new Map(),
    address: undefined,
    table: 'none',
    afterText: false,
    fence: undefined,
    mathEnd: '',
  }

  const read = () => {
    while (reading.at < reading.text.length && readers[reading.mode](reading));
    reading.text = reading.text.slice(reading.at)
    for (const link of reading.links) {
      link.textEnd -= reading.at
      link.end -= reading.at
    }
    for (const [sought, index] of reading.missing) reading.missing.set(sought, index - reading.at)
    if (reading.address) {
      reading.address.start -= reading.at
      reading.address.index -= reading.at
    }
    reading.at = 0
    return reading.output.take()
  }

  return {
    push: (text) => {
      reading.text += text
      return read()
    },
    end: () => {
      reading.ended = true
      return read()
    },
  }
}

/** Plain text of a whole Markdown text. */
export function toPlainText(markdown: string): string {
  const renderer = createTextRenderer()
  return renderer.push(markdown) + renderer.end()
}
