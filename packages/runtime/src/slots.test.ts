import t from 'tap'
import { createSlots } from './slots.ts'

t.test('a freed slot goes to the first that waits, and to no other', async (t) => {
  const slots = createSlots(1)
  t.ok(slots.tryAcquire())
  const order: string[] = []
  const first = slots.acquire().then(() => order.push('first'))
  const second = slots.acquire().then(() => order.push('second'))
  slots.release()
  t.notOk(slots.tryAcquire())
  await first
  t.same(order, ['first'])
  slots.release()
  await second
  t.same(order, ['first', 'second'])
})

t.test('one more than may wait is refused, and later ones are admitted again', async (t) => {
  const slots = createSlots(1, { waitingMax: 1, refuse: () => new Error('full') })
  await slots.acquire()
  const waits = slots.acquire()
  await t.rejects(slots.acquire(), { message: 'full' })
  slots.release()
  await waits
  slots.release()
  t.ok(slots.tryAcquire())
})

t.test('a task gives its slot back however it ends', async (t) => {
  const slots = createSlots(1)
  t.equal(await slots.run(async () => 'value'), 'value')
  await t.rejects(
    slots.run(async () => {
      t.notOk(slots.tryAcquire())
      throw new Error('its own')
    }),
    { message: 'its own' },
  )
  t.ok(slots.tryAcquire())
})

t.test('idle is when the last slot is back', async (t) => {
  const slots = createSlots(2)
  await slots.idle()
  await slots.acquire()
  await slots.acquire()
  let idle = false
  const waits = slots.idle().then(() => {
    idle = true
  })
  slots.release()
  await new Promise(setImmediate)
  t.notOk(idle)
  slots.release()
  await waits
})
