/** V8 keeps what is parsed from a longer text among its old objects, where megabytes wait for a collection of the whole heap. */
const youngMaxBytes = 64 * 1024
const pieceBytes = 32 * 1024

const quote = 0x22
const backslash = 0x5c
const letterU = 0x75

/** Stands for a long text until the rest is parsed; no object of a line has such a member. */
const place = '$text'

/**
 * Parses a line as JSON.stringify wrote it, of an object whose keys are short. Long texts within it are parsed piece by piece, so that they go
 * with the young. Throws SyntaxError as JSON.parse does.
 */
export function parseLine(line: Buffer): unknown {
  if (line.length <= youngMaxBytes) return JSON.parse(line.toString())
  const texts: string[] = []
  let short = ''
  let copied = 0
  for (let from = line.indexOf(quote); from !== -1; ) {
    const { end, cuts } = findEnd(line, from + 1)
    if (cuts.length > 0) {
      short += `${line.toString('utf8', copied, from)}{"${place}":${texts.length}}`
      texts.push(joined(line, [from + 1, ...cuts, end]))
      copied = end + 1
    }
    from = line.indexOf(quote, end + 1)
  }
  short += line.toString('utf8', copied)
  return JSON.parse(short, (_, value) => texts[value?.[place]] ?? value)
}

/** Where a text that begins here ends, and where it can be cut: between characters, and not within an escape. */
function findEnd(line: Buffer, start: number): { end: number; cuts: number[] } {
  const cuts: number[] = []
  let next = start + pieceBytes
  let at = start
  for (let byte = line[at]; byte !== quote; byte = line[at]) {
    if (byte === undefined) throw new SyntaxError('a text of a line does not end')
    if (at >= next && !isWithin(byte)) {
      cuts.push(at)
      next = at + pieceBytes
    }
    at += byte !== backslash ? 1 : line[at + 1] === letterU ? 6 : 2
  }
  return { end: at, cuts }
}

/** A byte of UTF-8 that begins no character. */
const isWithin = (byte: number) => (byte & 0xc0) === 0x80

function joined(line: Buffer, at: readonly number[]): string {
  const pieces: string[] = []
  for (let n = 1; n < at.length; n++) pieces.push(JSON.parse(`"${line.toString('utf8', at[n - 1], at[n])}"`))
  return pieces.join('')
}
