import t from 'tap'
import { startTestPlatform } from './test-platform.ts'
import { verifyPlatform } from './verify-platform.ts'

t.test('a service that is down for a moment is well; one that stays down is told', async (t) => {
  const platform = await startTestPlatform(t)
  const failed = (downLooks: number) => {
    platform.downLooks = downLooks
    return verifyPlatform({
      gateway: platform.url,
      admin: undefined,
      signal: new AbortController().signal,
      rewards: [1, 2],
      check: async (_, look) => {
        const found = await look().catch(() => ({ ok: false }))
        return typeof found === 'string' || found.ok
      },
    })
  }
  t.notOk((await failed(3)).includes('readiness'))
  t.ok((await failed(1_000)).includes('readiness'))
})
