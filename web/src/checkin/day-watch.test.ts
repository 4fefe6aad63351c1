import { mock } from 'node:test'
import t from 'tap'
import { dateIn, secondsLeft, watchDay } from './day-watch.ts'

t.test('the date and what is left of the day are those of the platform’s zone', async (t) => {
  const at = Date.parse('2026-11-29T15:59:30Z')
  t.equal(dateIn('Asia/Shanghai', at), '2026-11-29')
  t.equal(dateIn('Asia/Shanghai', at + 30_000), '2026-11-30')
  t.equal(dateIn('America/New_York', at), '2026-11-29')
  t.equal(secondsLeft('Asia/Shanghai', at), 30)
  t.equal(secondsLeft('Asia/Shanghai', at + 30_000), 86_400, 'midnight begins a day')
})

t.test('midnight of the platform is noticed while the page is open', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.parse('2026-11-29T15:59:30Z') })
  t.teardown(() => mock.timers.reset())
  let noticed = 0
  const onDay = () => {
    noticed += 1
  }
  const stop = watchDay({ timeZone: 'Asia/Shanghai', today: '2026-11-29', onDay })
  const pass = (ms: number) => mock.timers.tick(ms)
  pass(29_000)
  t.equal(noticed, 0)
  pass(1_300)
  t.equal(noticed, 1, 'within a second')
  pass(60_000)
  t.equal(noticed, 2, 'again, until the platform agrees')
  stop()
  pass(600_000)
  t.equal(noticed, 2)
})
