import type { Answering } from '@lingzhi/bus/ask'
import { answer } from '@lingzhi/bus/ask'
import { ApiKeyExchange, PublicKeys } from '@lingzhi/contracts/auth'
import { exchangeApiKey } from './api-keys/exchange-api-key.ts'
import type { Deps } from './deps.ts'
import { readPublicKeys } from './tokens/public-keys.ts'

/** What other services ask auth. */
export function answerQuestions(deps: Deps): Answering[] {
  return [
    answer(deps.bus, PublicKeys, () => readPublicKeys(deps.db)),
    answer(deps.bus, ApiKeyExchange, ({ key }) => exchangeApiKey(deps, key)),
  ]
}
