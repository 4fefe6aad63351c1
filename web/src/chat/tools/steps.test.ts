import type { ToolPart } from '@lingzhi/api-client'
import t from 'tap'
import { stepsOf } from './steps.ts'

const call = (tool_call_id: string): ToolPart => ({
  ...{ type: 'tool_call', tool_call_id, name: 'calendar__add', server: 'calendar', tool: 'add' },
  arguments: { day: 1 },
})
const approval = (tool_call_id: string): ToolPart => ({
  ...{ type: 'approval', tool_call_id, name: 'calendar__add', expires_at: '2026-11-30T00:00:00.000Z' },
})
const result = (tool_call_id: string, status: 'completed' | 'denied' = 'completed'): ToolPart => ({
  ...{ type: 'tool_result', tool_call_id, name: 'calendar__add', status, result: '好', truncated: false },
})

t.test('a call runs, may wait for a decision, and ends', async (t) => {
  t.match(stepsOf([call('a')]), [{ id: 'a', state: 'running', tool: 'add', result: null }])
  t.match(stepsOf([call('a'), approval('a')]), [{ state: 'waiting', until: '2026-11-30T00:00:00.000Z' }])
  t.match(stepsOf([call('a'), approval('a'), result('a')]), [
    { state: 'completed', until: null, result: '好' },
  ])
  t.match(stepsOf([call('a'), approval('a'), result('a', 'denied')]), [{ state: 'denied' }])
})

t.test(
  'several calls stand in the order in which they were made, and what belongs to none is left out',
  async (t) => {
    const steps = stepsOf([call('b'), call('a'), result('a'), result('unknown'), approval('b')])
    t.same(
      steps.map(({ id, state }) => [id, state]),
      [
        ['b', 'waiting'],
        ['a', 'completed'],
      ],
    )
  },
)
