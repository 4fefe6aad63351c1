/** Lines `from` to before `to`, as offsets, which the parser would take too long for. */
export interface Overload {
  from: number
  to: number
}

const fence = /^[ \t>]*(?:[-+*] +|\d{1,9}[.)] +)*(`{3,}|~{3,})/
/** Marks of quotes and lists at the beginning of one line; each one within the one before. */
const nested = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){40}/
const rule = /^[ \t]*(?:(?:-[ \t]*)+|(?:\*[ \t]*)+)$/
const deepest = 160

/** How many marks one paragraph may hold: what the parser does with them grows with the square of their number. */
const marksMax = 1_500
const bracketsMax = 400
const pipesMax = 3_000
const linesMax = 1_000
const blankMax = 200

/** Runs of marks; long ones count for more, since each may be looked for up to the end of the paragraph. */
function weightOf(line: string): number {
  let weight = 0
  for (const [run] of line.matchAll(/[*_~]+|`+|!+|\$|[\\<&]/g)) weight += 1 + (run.length >> 3)
  return weight
}

/**
 * Finds paragraphs made to keep the parser busy: thousands of brackets or stars, quotes in quotes without end. No answer that
 * means something has them; they are shown as plain text. What stands within fences costs nothing and is passed over.
 */
export function overloads(source: string): Overload[] {
  const found: Overload[] = []
  let open: string | undefined
  let start = 0
  let marks = 0
  let brackets = 0
  let pipes = 0
  let lines = 0
  let blank = 0
  let heavy = false
  const end = (at: number) => {
    heavy ||=
      marks > marksMax || brackets > bracketsMax || pipes > pipesMax || lines > linesMax || blank > blankMax
    if (heavy) found.push({ from: start, to: at })
    blank = 0
    lines = 0
    marks = 0
    brackets = 0
    pipes = 0
    heavy = false
  }
  for (let at = 0; at < source.length; ) {
    const next = source.indexOf('\n', at) + 1 || source.length
    const line = source.slice(at, next)
    const mark = line.length < 20_000 ? fence.exec(line)?.[1] : undefined
    if (open) {
      if (mark?.[0] === open[0] && mark!.length >= open.length) open = undefined
      start = next
    } else if (mark) {
      end(at)
      open = mark
      start = next
    } else if (line.trim() === '') {
      if (blank === 0) {
        end(at)
        start = at
      }
      blank += 1
    } else {
      if (blank > 0) {
        end(at)
        start = at
      }
      lines += 1
      marks += weightOf(line)
      brackets += line.split('[').length - 1
      pipes += line.split('|').length - 1
      heavy ||=
        (nested.test(line) && !(line.length < 400 && rule.test(line.trimEnd()))) ||
        /^[ \t]*/.exec(line)![0].length > deepest
    }
    at = next
  }
  end(source.length)
  return found
}
