import { readInline } from './inline.ts'
import { readCode, readLineStart } from './line-start.ts'
import { readMath } from './math.ts'
import type { Reading } from './reading.ts'
import { createSpoken } from './spoken.ts'

/** A streaming stage: text in, text out as soon as it is certain. */
export interface TextRenderer {
  push: (text: string) => string
  /** What was held back. Nothing may be pushed afterwards. */
  end: () => string
}

const readers = { 'line start': readLineStart, inline: readInline, code: readCode, math: readMath }

/**
 * Turns Markdown into plain text while it streams. What has been told after some input depends on that input
 * alone, never on how it was cut into chunks; a reader that resumes relies on it.
 *
 * It is an automaton of our own because the Markdown libraries parse whole documents (micromark, markdown-it,
 * marked), or guess and repair a document tree that is already on a screen (streaming-markdown): neither can
 * say what is final so far. In exchange it is not CommonMark to the letter, but what chat models write:
 * - a mark is one if its partner is in the same line, and near; so a lone asterisk stays and is told late;
 * - 2*3*4, snake_case, C:\path, List<String>, and formulas between $ or \( \) are no marks; 重点**“如此”** is;
 * - bullets become •, numbers stay; cells are parted by a tab; a link keeps its address in parentheses, an
 *   image its description; rules, fences and a table's dashes go; reference links and indented code are text.
 */
export function createTextRenderer(): TextRenderer {
  const reading: Reading = {
    text: '',
    at: 0,
    ended: false,
    spoken: createSpoken(),
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
    return reading.spoken.take()
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
