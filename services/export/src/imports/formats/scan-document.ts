import { cutOff } from '../reading/fault.ts'
import type { Choice, JsonPart, Path } from '../reading/scan-json.ts'
import { JsonScanner } from '../reading/scan-json.ts'
import { withoutMark } from '../reading/without-mark.ts'

/** Of one value that is parsed at a time: a conversation of most formats, a message of ours. It takes some times as much memory. */
const usualMaxBytes = 8 * 1024 ** 2
/** LibreChat nests each answer in its question. */
const depthMax = 10_000

/** The values of a document that `choose` takes, as it is read. Raises ImportFault. */
export async function* scanDocument(
  chunks: AsyncIterable<Buffer>,
  choose: (path: Path, isList: boolean) => Choice,
  valueMaxBytes = usualMaxBytes,
): AsyncGenerator<JsonPart> {
  const scanner = new JsonScanner(choose, { valueMaxBytes, depthMax })
  for await (const chunk of withoutMark(chunks)) yield* scanner.push(chunk)
  if (!scanner.begun) throw cutOff({ byte: 0 })
  yield* scanner.end()
}
