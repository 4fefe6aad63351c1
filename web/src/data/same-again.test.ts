import t from 'tap'
import type { Export } from './follow-export.ts'
import { sameAgain } from './same-again.ts'

const base = { id: 'a', status: 'failed', format: 'md', compression: 'gzip', scope: 'own' }
const none = { incremental: false, conversation_ids: null, start_date: null, end_date: null }

t.test('an export started again holds what the one before would have held', async (t) => {
  const days = { start_date: '2026-11-01', end_date: '2026-11-30' }
  t.same(sameAgain({ ...base, ...none } as unknown as Export), { format: 'md', compression: 'gzip' })
  t.same(sameAgain({ ...base, ...none, ...days, incremental: true } as unknown as Export), {
    format: 'md',
    compression: 'gzip',
    incremental: true,
    ...days,
  })
  const chosen = { ...base, ...none, conversation_ids: ['x'] }
  t.same(sameAgain(chosen as unknown as Export).conversation_ids, ['x'])
})
