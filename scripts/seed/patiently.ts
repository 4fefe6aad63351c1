import { setTimeout as delay } from 'node:timers/promises'
import { ProblemError } from '@lingzhi/api-client'

const attemptsMax = 5
const waitMaxS = 65

/** Runs a request again when a limit says when to; a limit for longer than a minute is thrown. */
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
