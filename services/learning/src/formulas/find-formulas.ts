/** A formula of a Markdown text. */
export interface Formula {
  /** Where it begins, its delimiter included, in UTF-16 units. */
  at: number
  /** What stands between the delimiters. */
  tex: string
  display: boolean
}

/** Where a stretch begins that is no text: code, an escaped character, or a formula by one of its delimiters. */
const openers = /```|~~~|`+|\\\\|\\\$|\$\$|\$|\\\(|\\\[|\\begin\{([a-zA-Z]+\*?)\}/g
const closers: Readonly<Record<string, string>> = { '\\(': '\\)', '\\[': '\\]', $$: '$$' }

/**
 * The formulas of a text, in `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and environments; none within code. A lone `$` opens one only
 * where none of its amounts of money would: no blank follows it, none precedes the closing one, and no digit follows that.
 */
export function* findFormulas(text: string): Generator<Formula> {
  const opener = new RegExp(openers)
  // What was looked for to the end and not found is not looked for again: a text of openers alone costs no more.
  const absent = new Set<string>()
  const find = (what: string, from: number) => {
    if (absent.has(what)) return -1
    const at = text.indexOf(what, from)
    if (at < 0) absent.add(what)
    return at
  }
  for (let found = opener.exec(text); found; found = opener.exec(text)) {
    const [mark, environment] = found
    const at = found.index
    const from = at + mark.length
    if (mark === '\\\\' || mark === '\\$') continue
    if (environment !== undefined) {
      const end = `\\end{${environment}}`
      const to = find(end, from)
      if (to < 0) continue
      yield { at, tex: text.slice(at, to + end.length), display: true }
      opener.lastIndex = to + end.length
    } else if (mark.startsWith('`') || mark === '~~~') {
      const to = find(mark, from)
      if (to >= 0) opener.lastIndex = to + mark.length
    } else if (mark === '$') {
      const to = endOfInline(text, from)
      if (to === undefined) continue
      yield { at, tex: text.slice(from, to), display: false }
      opener.lastIndex = to + 1
    } else {
      const close = closers[mark]!
      const to = find(close, from)
      if (to < 0) continue
      yield { at, tex: text.slice(from, to), display: mark !== '\\(' }
      opener.lastIndex = to + close.length
    }
  }
}

/** Longest formula within a line. */
const inlineMax = 2_000
/** An amount of money, and words behind it. */
const money = /^\d[\d.,]*\s*[\p{Script=Han}，。；、]/u

/** Where the `$` stands that closes an inline formula; undefined: it opened none. */
function endOfInline(text: string, from: number): number | undefined {
  if (/[\s$]/.test(text[from] ?? ' ')) return undefined
  if (money.test(text.slice(from, from + 20))) return undefined
  const line = /^[^\n]*/.exec(text.slice(from, from + inlineMax))?.[0] ?? ''
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (line[at] === '$')
      return /\s/.test(line[at - 1] ?? ' ') || /\d/.test(text[from + at + 1] ?? '') ? undefined : from + at
  }
  return undefined
}
