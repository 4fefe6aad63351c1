import { readText, settingText, trimmed } from '@lingzhi/runtime/setting-text'
import { brokenLink, Fault, machineFault, messageOf } from '../fault.ts'

/** The settings of a `.env` file, the line of each, and a sentence for what a person should know about the file. */
export type DotEnv = { values: Record<string, string>; lineOf: (name: string) => number; notes: string[] }

const empty: DotEnv = { values: {}, lineOf: () => 0, notes: [] }

/** Reads a `.env` as people write it, in any usual encoding. No file is an empty one; what is no text is refused whole. */
export function readDotEnv(file: string): DotEnv {
  const text = textOf(file)
  if (text === undefined) return empty
  // Other encodings, documents of word processors, and what a power cut leaves: settings would be missing in silence.
  if (text.includes('\0'))
    throw new Fault(`${file} is no text in UTF-8 or UTF-16: save it as UTF-8, or remove it.`)
  return parseDotEnv(text)
}

/** Undefined when there is no file. */
function textOf(file: string): string | undefined {
  try {
    return readText(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EISDIR')
      throw new Fault(
        `${file} is a folder, and has to be a file: move it away, or write the settings to a file.`,
      )
    if (code !== 'ENOENT')
      throw new Fault(
        `${machineFault(error)?.replace(/\.$/, '') ?? `${file} cannot be read: ${messageOf(error)}`}.`,
      )
    const target = brokenLink(file)
    if (target === undefined) return undefined
    throw new Fault(
      `${file} is a link to ${target}, which is not there: bring that back, or remove the link.`,
    )
  }
}

/**
 * `NAME=value` a line, with everything people put there: any line end, `export `, `NAME: value`, wide signs, quotes of any
 * kind (between which a value may take several lines and, in double ones, `\n` is one), white space and invisible characters
 * around names and values, comments. A `#` begins a comment at the start of a value or behind white space, as it does for
 * Compose and shells. Of two lines with one name the last wins. Values are never told.
 */
export function parseDotEnv(text: string): DotEnv {
  const lines = text.split(/\r\n|\n|\r/)
  const values: Record<string, string> = {}
  const lineOf = new Map<string, number>()
  const notes: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const number = at + 1
    const line = trimmed(lines[at]!).replace(/^(?:export|set|declare\s+-x)\s+|^\$env:/i, '')
    if (line === '' || /^[#＃;]/.test(line)) continue
    const [, head = '', rest = ''] = /^([^=＝:：]*)(?:[=＝：]|:(?=\s|$))(.*)$/s.exec(line) ?? []
    const name = nameIn(head)
    if (name === undefined) {
      notes.push(`.env, line ${number} cannot be read: a line is NAME=value, or a comment after #.`)
      continue
    }
    const { value, linesMore } = valueIn(rest, lines.slice(number))
    at += linesMore
    if (
      lines
        .slice(number, number + linesMore)
        .some((one) => /^\s*(?:export\s+)?[A-Z][A-Z0-9_]{2,}\s*=./.test(one))
    )
      notes.push(
        `.env, line ${number}: the quote that opens ${name} closes at line ${number + linesMore} only.`,
      )
    const before = lineOf.get(name)
    if (before) notes.push(`.env, line ${number} sets ${name} again: it wins over line ${before}.`)
    values[name] = value
    lineOf.set(name, number)
  }
  return { values, lineOf: (name) => lineOf.get(name) ?? 0, notes }
}

/** The environment completed by the file: what the shell sets, even to nothing, wins. */
export function withDotEnv(env: NodeJS.ProcessEnv, { values }: DotEnv): NodeJS.ProcessEnv {
  return { ...values, ...env }
}

/** The name before the sign; undefined when it is none. */
function nameIn(head: string): string | undefined {
  const name = settingText(head.normalize('NFKC').replaceAll(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, ''))
  return /^[A-Za-z_][\w.-]*$/.test(name) ? name : undefined
}

/** The value in the rest of a line, and how many of the following lines belong to it. */
function valueIn(rest: string, following: string[]): { value: string; linesMore: number } {
  const text = trimmed(rest)
    .replace(/^“([^”]*)”/, '"$1"')
    .replace(/^‘([^’]*)’/, "'$1'")
  const quote = /^["'`]/.exec(text)?.[0]
  if (!quote) return { value: trimmed(text.replace(/(?:^|\s)#.*$/s, '')), linesMore: 0 }
  let whole = text
  for (const [linesMore, next = ''] of [...following, undefined].entries()) {
    const end = whole.indexOf(quote, 1)
    if (end > 0) {
      const value = whole.slice(1, end)
      return { value: quote === '"' ? value.replaceAll('\\n', '\n') : value, linesMore }
    }
    whole += `\n${next}`
  }
  // The quote never closes: it belongs to the value.
  return { value: text, linesMore: 0 }
}
