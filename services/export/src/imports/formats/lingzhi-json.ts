import type { Found, Source } from '../found.ts'
import type { Place } from '../reading/fault.ts'
import { ImportFault, tooLarge } from '../reading/fault.ts'
import { parseValue } from '../reading/parse-value.ts'
import type { Choice, Path } from '../reading/scan-json.ts'
import { checkVersion, headOf, messageOf } from './lingzhi.ts'
import { createPieces } from './lingzhi-pieces.ts'
import { isObject } from './members.ts'
import { scanDocument } from './scan-document.ts'

/** Our own export as one document, about many conversations or about one, message by message. */
export async function* readLingzhiJson({ chunks }: Source): AsyncGenerator<Found> {
  const pieces = createPieces()
  const versionOf: Record<string, unknown> = {}
  let members: Record<string, unknown> = {}
  let held: { value: Record<string, unknown>; place: Place }[] = []
  let heldBytes = 0
  let begun = false

  const begin = (place: Place) => {
    // Programs that sort members put it behind the conversations: then it is looked at in the end.
    if ('format' in versionOf && 'format_version' in versionOf) checkVersion(versionOf, place)
    const { head, reason } = headOf(members, place)
    pieces.begin(head, place, reason)
    begun = true
  }
  function* flush(): Generator<Found> {
    for (const { value, place } of held) {
      const { message, reason } = messageOf(value, place)
      const piece = pieces.add(message, reason)
      if (piece) yield piece
    }
    held = []
    heldBytes = 0
  }
  function* close(place: Place): Generator<Found> {
    if (!begun) begin(place)
    yield* flush()
    const rest = pieces.end()
    if (rest) yield rest
    members = {}
    begun = false
  }

  for await (const part of scanDocument(chunks(), choose)) {
    const { path } = part
    const place = { byte: part.byte }
    const within = path[0] === 'conversations' ? path.slice(2) : path
    if (part.kind === 'large') throw tooLarge(place)
    if (part.kind === 'end') {
      const isOne = path.length === 0 && 'id' in members
      if (isOne || (path[0] === 'conversations' && path.length === 2)) yield* close(place)
      continue
    }
    const value = parseValue(part.bytes, place)
    if (within[0] === 'messages' && within.length === 2) {
      if (!isObject(value)) throw notMessage(place)
      held.push({ value, place })
      heldBytes += part.bytes.length
      // As we write it, all that is told of a conversation comes before its messages; other programs sort members.
      if (!begun && isWhole(members)) begin(place)
      if (begun) yield* flush()
      else if (heldBytes > heldMaxBytes) throw tooLarge(place)
    } else if (within.length === 1) {
      members[within[0] as string] = value
      if (path.length === 1) versionOf[path[0] as string] = value
    }
  }
  checkVersion(versionOf, {})
}

const heldMaxBytes = 8 * 1024 ** 2

const isWhole = (members: Record<string, unknown>) =>
  'archived' in members && 'pinned' in members && 'id' in members

function choose(path: Path): Choice {
  const within = path[0] === 'conversations' ? path.slice(2) : path
  if (path[0] === 'records') return 'pass'
  if (path.length === 0 || (path[0] === 'conversations' && path.length <= 2)) return 'enter'
  if (within[0] === 'messages') return within.length === 1 ? 'enter' : 'take'
  return 'take'
}

const notMessage = (place: Place) =>
  new ImportFault('WRONG_MEMBER', { zh: '消息必须是对象', en: 'A message must be an object.' }, place)
