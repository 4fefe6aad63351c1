import type { Found, Source } from '../found.ts'
import type { Place } from '../reading/fault.ts'
import { ImportFault } from '../reading/fault.ts'
import { parseValue } from '../reading/parse-value.ts'
import type { Choice, Path } from '../reading/scan-json.ts'
import type { Members } from './members.ts'
import { isObject } from './members.ts'
import type { ForeignConversation } from './plant-tree.ts'
import { plantTree } from './plant-tree.ts'
import { scanDocument } from './scan-document.ts'
import { unreadable } from './unreadable.ts'

/** Reads a document of which each value taken is a conversation, or holds several; one of which nothing is made is told as none. */
export async function* readValues(
  { chunks, uploadedAt }: Source,
  choose: (path: Path, isList: boolean) => Choice,
  toForeign: (value: Members) => ForeignConversation[],
  valueMaxBytes?: number,
): AsyncGenerator<Found> {
  for await (const part of scanDocument(chunks(), choose, valueMaxBytes)) {
    if (part.kind === 'end') continue
    const place = { byte: part.byte }
    if (part.kind === 'large') {
      yield unreadable(place, tooLarge(place))
      continue
    }
    let value: unknown
    try {
      value = parseValue(part.bytes, place)
    } catch (err) {
      if (!(err instanceof ImportFault) || err.reason.code !== 'TOO_LARGE') throw err
      yield unreadable(place, tooLarge(place))
      continue
    }
    const foreigns = isObject(value) ? toForeign(value) : []
    if (foreigns.length === 0) yield unreadable(place, notConversation(place))
    for (const foreign of foreigns) yield plantTree(foreign, place, uploadedAt)
  }
}

/** Each member of a list, which is the usual shape; one by itself is taken as it is. */
export const each = (path: Path, isList: boolean): Choice => (path.length === 0 && isList ? 'enter' : 'take')

const tooLarge = (place: Place) => ({
  code: 'TOO_LARGE',
  texts: { zh: '对话过大，无法导入', en: 'The conversation is too large to be imported.' },
  place,
})

const notConversation = (place: Place) => ({
  code: 'NO_CONVERSATION',
  texts: { zh: '此处不是对话', en: 'There is no conversation here.' },
  place,
})
