import type { Found, Source } from '../found.ts'
import type { Place } from '../reading/fault.ts'
import { parseValue } from '../reading/parse-value.ts'
import type { Choice, Path } from '../reading/scan-json.ts'
import type { Members } from './members.ts'
import { isObject } from './members.ts'
import type { ForeignConversation } from './plant-tree.ts'
import { plantTree } from './plant-tree.ts'
import { scanDocument } from './scan-document.ts'

/** Reads a document of which each value taken is a conversation, or holds several. */
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
    const value = parseValue(part.bytes, place)
    if (!isObject(value)) yield unreadable(place, notConversation(place))
    else for (const foreign of toForeign(value)) yield plantTree(foreign, place, uploadedAt)
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

const unreadable = (place: Place, reason: NonNullable<Found['reason']>): Found => ({
  head: {
    key: '00000000-0000-0000-0000-000000000000',
    title: '',
    agent_id: null,
    agent_name: null,
    created_at: '1970-01-01T00:00:00.000Z',
    last_active: '1970-01-01T00:00:00.000Z',
    pinned: false,
    archived: false,
  },
  place,
  messages: [],
  continued: false,
  ends: true,
  leftOut: 0,
  reason,
})
