import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '@lingzhi/stack/fault'
import t from 'tap'
import type { Run } from '../run/command.ts'
import { bringIntoService } from './bring-into-service.ts'
import { readHistory, recorded } from './history.ts'
import type { Target } from './target.ts'

const run = {
  step: (_what: string, work: (tell: (detail: string) => void) => Promise<unknown>) => work(() => {}),
  note: () => {},
  signal: new AbortController().signal,
} as unknown as Run

/** A place where starting fails, and taking that back as well or not. */
const place = (stop: () => Promise<void>) =>
  ({
    start: async () => {
      throw new Fault('the service did not start')
    },
    stop,
  }) as unknown as Target

t.test('a failure says that the version before serves only where everything was taken back', async (t) => {
  const layout = { history: join(mkdtempSync(join(tmpdir(), 'history-')), 'history.jsonl') }
  const change = { release: 'two', before: 'one', tries: 1 }
  const deploy = (stop: () => Promise<void>) =>
    recorded(layout as never, { action: 'deploy', ...change }, () =>
      bringIntoService(run, place(stop), change),
    )
  await t.rejects(
    deploy(async () => {}),
    { message: 'the service did not start\nTaken back: one serves as before.' },
  )
  await t.rejects(
    deploy(async () => {
      throw new Fault('the port is taken')
    }),
    { message: /^the service did not start\nNot taken back: stop two\./ },
  )
  t.same(
    readHistory(layout as never).map(({ ok }) => ok),
    [false, false],
  )
})
