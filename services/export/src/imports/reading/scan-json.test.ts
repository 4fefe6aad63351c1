import fc from 'fast-check'
import t from 'tap'
import { ImportFault } from './fault.ts'
import type { JsonPart } from './scan-json.ts'
import { JsonScanner } from './scan-json.ts'

/** All parts of a document that comes in pieces of this size, each taken before the next is asked for. */
function scan(text: string, size: number, choose: ConstructorParameters<typeof JsonScanner>[0]) {
  const scanner = new JsonScanner(choose, { valueMaxBytes: 1_000_000, depthMax: 100 })
  const bytes = Buffer.from(text)
  const parts: JsonPart[] = []
  const take = (part: JsonPart) =>
    parts.push(part.kind === 'value' ? { ...part, bytes: Buffer.from(part.bytes) } : part)
  for (let at = 0; at < bytes.length; at += size)
    for (const part of scanner.push(bytes.subarray(at, at + size))) take(part)
  for (const part of scanner.end()) take(part)
  return parts
}

const faultOf = (text: string, choose: ConstructorParameters<typeof JsonScanner>[0]) => {
  try {
    scan(text, 2, choose)
  } catch (err) {
    return err instanceof ImportFault ? err.reason : err
  }
}

t.test('every value of a list comes out as it is in it, wherever the pieces end', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.json(), { maxLength: 5 }),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('', ' ', '\n\t'),
      (values, size, space) => {
        const text = `${space}[${values.map((value) => `${space}${value}${space}`).join(',')}]${space}`
        const parts = scan(text, size, ({ length }) => (length === 0 ? 'enter' : 'take'))
        const found = parts.flatMap((part) => (part.kind === 'value' ? [part.bytes.toString()] : []))
        for (const [at, value] of values.entries())
          if (JSON.stringify(JSON.parse(found[at] ?? '')) !== JSON.stringify(JSON.parse(value))) return false
        return found.length === values.length
      },
    ),
    { numRuns: 200 },
  )
})

t.test('what is no JSON at the levels that are entered is refused with its byte', async (t) => {
  const list = ({ length }: { length: number }) => (length === 0 ? ('enter' as const) : ('take' as const))
  for (const [text, byte] of [
    ['[1 2]', 3],
    ['[1,]', 3],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['[1]]', 3],
    ['[1}', 2],
  ] as const)
    t.match(faultOf(text, list), { code: 'NOT_JSON', place: { byte } }, text)
  for (const text of ['[1', '[', '[{"a":"', '{"a"']) t.match(faultOf(text, list), { code: 'CUT_OFF' }, text)
})
