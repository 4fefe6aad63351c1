import type { Answering } from '@lingzhi/bus/ask'
import { answer } from '@lingzhi/bus/ask'
import { PublicKeys } from '@lingzhi/contracts/auth'
import type { Deps } from './deps.ts'
import { readPublicKeys } from './tokens/public-keys.ts'

/** What other services ask auth. */
export function answerQuestions({ bus, db }: Deps): Answering[] {
  return [answer(bus, PublicKeys, () => readPublicKeys(db))]
}
