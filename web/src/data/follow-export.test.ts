import t from 'tap'
import type { Export, ExportSource } from './follow-export.ts'
import { followExport } from './follow-export.ts'

const at = (percent: number, status: Export['status'] = 'running') => ({ status, percent }) as Export
const event = (now: Export) => ({ data: JSON.stringify(now) })
const gone = new Error('gone')

function source(changes: Partial<ExportSource>) {
  const told: number[] = []
  const pauses: number[] = []
  const whole: ExportSource = {
    read: async () => at(100, 'completed'),
    onChange: ({ percent }) => void told.push(percent),
    isFinal: (error) => error === gone,
    // Time passes at once, but for a stream that is waited for.
    pause: async (ms, signal) => {
      if (signal.aborted) return
      pauses.push(ms)
      await new Promise(setImmediate)
    },
    ...changes,
  }
  return { told, pauses, whole }
}
const follow = (whole: ExportSource) => followExport(whole, new AbortController().signal)

t.test('a stream tells every step to the end, and nothing is asked besides', async (t) => {
  let asked = 0
  const { told, whole } = source({
    async events() {
      return (async function* () {
        yield event(at(0, 'queued'))
        yield event(at(50))
        yield event(at(100, 'completed'))
      })()
    },
    read: async () => {
      asked += 1
      return at(100, 'completed')
    },
  })
  await follow(whole)
  t.same(told, [0, 50, 100])
  t.equal(asked, 0)
})

t.test('a stream cut in the middle is opened again', async (t) => {
  let opened = 0
  const { told, whole } = source({
    async events() {
      opened += 1
      const first = opened === 1
      return (async function* () {
        yield event(at(first ? 30 : 60))
        if (first) throw new TypeError('network error')
        yield event(at(100, 'completed'))
      })()
    },
    read: async () => at(40),
  })
  await follow(whole)
  t.same(told, [30, 40, 60, 100])
})

t.test('a stream that is held back is left, and the export asked for instead', async (t) => {
  let opened = 0
  let percent = 0
  const { told, whole } = source({
    async events(signal) {
      opened += 1
      return (async function* () {
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
        yield event(at(1))
      })()
    },
    read: async () => {
      percent += 20
      return at(percent, percent === 100 ? 'completed' : 'running')
    },
  })
  await follow(whole)
  t.same(told, [20, 40, 60, 80, 100])
  t.equal(opened, 3, 'not for ever')
})

t.test('while the server is away it is asked more and more rarely, and told when it is back', async (t) => {
  let asked = 0
  const { told, pauses, whole } = source({
    read: async () => {
      asked += 1
      if (asked < 8) throw new TypeError('fetch failed')
      return at(100, 'completed')
    },
  })
  await follow(whole)
  t.same(told, [100])
  t.same(pauses, [5_000, 10_000, 20_000, 20_000, 20_000, 20_000, 20_000])
})

t.test('an export that is gone is given up, by whichever way it is learned', async (t) => {
  const refuse = async () => {
    throw gone
  }
  for (const changes of [{ read: refuse }, { events: refuse }]) {
    const { told, whole } = source(changes)
    await follow(whole)
    t.same(told, [])
  }
})

t.test('a page that goes away hears nothing more', async (t) => {
  const leave = new AbortController()
  const { told, whole } = source({
    read: async () => {
      leave.abort()
      return at(10)
    },
  })
  await followExport(whole, leave.signal)
  t.same(told, [])
})
