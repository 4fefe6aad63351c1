import { setTimeout as delay } from 'node:timers/promises'
import { ProblemError } from '@lingzhi/api-client'

const attemptsMax = 5
const waitMaxS = 65

/** Repeats a request after the wait that a limit names; one of more than a minute is thrown. */
export async function patiently<T>(request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request()
    } catch (error) {
      const isLimit = error instanceof ProblemError && error.code === 'TOO_MANY_REQUESTS'
      const waitS = isLimit ? (error.retry_after ?? 1) : Number.POSITIVE_INFINITY
      if (waitS > waitMaxS || attempt === attemptsMax) throw error
      await delay(waitS * 1_000)
    }
  }
}
