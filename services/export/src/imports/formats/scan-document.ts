import { cutOff } from '../reading/fault.ts'
import type { Choice, JsonPart, Path } from '../reading/scan-json.ts'
import { JsonScanner } from '../reading/scan-json.ts'

/** Of one value that is parsed at a time: a conversation of most formats, a message of ours. It takes some times as much memory. */
const usualMaxBytes = 8 * 1024 ** 2
/** LibreChat nests each answer in its question. */
const depthMax = 10_000

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])

/** The values of a document that `choose` takes, as it is read. Raises ImportFault. */
export async function* scanDocument(
  chunks: AsyncIterable<Buffer>,
  choose: (path: Path, isList: boolean) => Choice,
  valueMaxBytes = usualMaxBytes,
): AsyncGenerator<JsonPart> {
  const scanner = new JsonScanner(choose, { valueMaxBytes, depthMax })
  let first = true
  for await (const chunk of chunks) {
    const marked = first && chunk.subarray(0, 3).equals(byteOrderMark)
    first = false
    yield* scanner.push(marked ? Buffer.concat([Buffer.from('   '), chunk.subarray(3)]) : chunk)
  }
  if (!scanner.begun) throw cutOff({ byte: 0 })
  yield* scanner.end()
}
