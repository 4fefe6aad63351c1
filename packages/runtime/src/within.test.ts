import t from 'tap'
import { unlessAborted, within } from './within.ts'

const never = () => new Promise<never>(() => {})

t.test('a value or an error in time is passed on', async (t) => {
  t.equal(await within(60_000, Promise.resolve('value')), 'value')
  await t.rejects(within(60_000, Promise.reject(new Error('its own'))), { message: 'its own' })
})

t.test('a promise that never settles is given up with the message of its caller', async (t) => {
  await t.rejects(within(1, never()), { message: 'no answer within 1 ms' })
  await t.rejects(within(1, never(), 'NATS is silent'), { message: 'NATS is silent' })
})

t.test('an error that comes too late ends no process', async (t) => {
  const late = Promise.withResolvers<never>()
  const unhandled: unknown[] = []
  const note = (err: unknown) => void unhandled.push(err)
  process.on('unhandledRejection', note)
  t.teardown(() => process.off('unhandledRejection', note))
  await t.rejects(within(1, late.promise))
  const left = new AbortController()
  const wait = unlessAborted(left.signal, late.promise)
  left.abort(new Error('closing'))
  await t.rejects(wait, { message: 'closing' })
  late.reject(new Error('too late'))
  await new Promise(setImmediate)
  t.same(unhandled, [])
})

t.test('a value that came while the process was busy still counts', async (t) => {
  const value = Promise.withResolvers<string>()
  const wait = within(1, value.promise)
  // Runs in the same turn of the loop as the timer that is due by now, after it.
  setImmediate(() => value.resolve('value'))
  for (const until = performance.now() + 5; performance.now() < until; );
  t.equal(await wait, 'value')
})

t.test('a signal that has fired already waits for nothing', async (t) => {
  const reason = new Error('closing')
  await t.rejects(unlessAborted(AbortSignal.abort(reason), never()), reason)
})
