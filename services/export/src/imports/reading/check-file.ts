import { createChecker } from '../check-conversations.ts'
import type { Found } from '../found.ts'
import type { Checked } from '../tally.ts'
import { ImportFault } from './fault.ts'

/** A file in which more than this cannot be imported is no file of conversations. */
const skippedMax = 10_000

/**
 * Reads a whole file before anything of it is stored, so that one that ends in the middle, or turns out to be something else,
 * leaves nothing behind. Conversations that cannot be stored are noted with their reasons. Raises ImportFault, also when there is no
 * conversation that can be: with the first one's reason.
 */
export async function checkFile(found: AsyncIterable<Found & { ordinal: number }>): Promise<Checked> {
  const checker = createChecker()
  const checked: Checked = { conversations: 0, messages: 0, left_out: 0, skipped: [] }
  let held = 0
  let fine = 0
  for await (const one of found) {
    const reason = checker.check(one)
    if (!one.continued) held = 0
    held += one.messages.length
    checked.messages += one.messages.length
    checked.left_out += one.leftOut
    if (!one.ends) continue
    checked.conversations += 1
    if (!reason) fine += 1
    else {
      if (checked.skipped.length >= skippedMax) throw tooManyFaults(checked)
      checked.skipped.push({ ordinal: one.ordinal, messages: held, reason })
    }
  }
  const [first] = checked.skipped
  if (fine === 0 && first) throw new ImportFault(first.reason.code, first.reason.texts, first.reason.place)
  return checked
}

const tooManyFaults = ({ skipped }: Checked) => {
  const { code, texts, place } = skipped[0]!.reason
  return new ImportFault(
    code,
    {
      zh: `无法导入的对话过多，第一个的原因是：${texts.zh}`,
      en: `Too many conversations cannot be imported. The first: ${texts.en}`,
    },
    place,
  )
}
