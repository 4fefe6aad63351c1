import t from 'tap'
import type { Around, KeptFile } from './attachments.ts'
import { createAttachments, filesMax } from './attachments.ts'

type Stored = Awaited<ReturnType<Around['read']>>

const stored = (id: string, status: Stored['status'] = 'processing', more: Partial<Stored> = {}) =>
  ({ id, name: id, status, media_type: 'image/png', bytes: 3, reason_text: null, ...more }) as Stored
const file = (name: string) => new File(['abc'], name, { type: 'image/png' })

/** A server whose answers the test gives, one after the other. */
function around(kept: KeptFile[] = []) {
  let keys = 0
  let draft: readonly KeptFile[] = kept
  const sent: {
    name: string
    signal: AbortSignal
    arrive: (as: Stored) => void
    fail: (why: unknown) => void
    onSent: (part: number) => void
  }[] = []
  const looks: { id: string; tell: (as: Stored) => void }[] = []
  const made: Around = {
    send: ({ name }, onSent, signal) =>
      new Promise((arrive, fail) => sent.push({ name, signal, arrive, fail, onSent })),
    read: (id) => new Promise((tell) => looks.push({ id, tell })),
    pause: async () => {},
    newKey: () => `k${++keys}`,
    kept: () => draft,
    keep: (files) => {
      draft = files
    },
  }
  return {
    ...{ made, sent, looks },
    get draft() {
      return draft
    },
    set draft(next) {
      draft = next
    },
  }
}
const turn = () => new Promise(setImmediate)

t.test('a file can be asked about once it has arrived and the server has looked at it', async (t) => {
  const world = around()
  const files = createAttachments(world.made)
  const states = () => files.list.map(({ state }) => state)
  files.add([file('a')])
  world.sent[0]!.onSent(0.5)
  t.match(files.list, [{ name: 'a', state: 'sending', sent: 0.5 }])
  t.same(world.draft, [], 'what has not arrived is not kept over a reload')
  world.sent[0]!.arrive(stored('f1'))
  await turn()
  t.same(states(), ['checking'])
  world.looks[0]!.tell(stored('f1'))
  await turn()
  t.same(states(), ['checking'])
  world.looks[1]!.tell(stored('f1', 'ready', { width: 4 }))
  await turn()
  t.match(world.draft, [{ id: 'f1', ready: true, width: 4 }])
  t.match(files.take(), [{ id: 'f1', width: 4 }])
  t.same([files.list, world.draft], [[], []])
})

t.test('one that is refused says why, and one that did not arrive is sent again', async (t) => {
  const world = around()
  const files = createAttachments(world.made)
  files.add([file('a'), file('b')])
  world.sent[0]!.arrive(stored('f1'))
  world.sent[1]!.fail(new TypeError('no network'))
  await turn()
  world.looks[0]!.tell(stored('f1', 'rejected', { reason_text: 'damaged' }))
  await turn()
  t.match(files.list, [
    { state: 'rejected', reason: 'damaged' },
    { state: 'failed', error: TypeError },
  ])
  t.same(world.draft, [])
  files.retry(files.list[1]!.key)
  t.match(files.list[1], { state: 'sending', error: null })
  t.equal(world.sent.length, 3)
})

t.test('no more than nine, two on their way at a time, and what is taken off ends', async (t) => {
  const world = around()
  const files = createAttachments(world.made)
  files.add(Array.from({ length: filesMax + 1 }, (_, at) => file(`${at}`)))
  t.equal(files.list.length, filesMax)
  t.equal(files.tooMany, true)
  t.equal(world.sent.length, 2)
  files.remove(files.list[0]!.key)
  t.equal(world.sent[0]!.signal.aborted, true)
  t.equal(files.tooMany, false)
  world.sent[1]!.arrive(stored('f2'))
  await turn()
  t.same(
    world.sent.map(({ name }) => name),
    ['0', '1', '2'],
    'the next one begins when one has arrived',
  )
})

t.test('the same bytes twice are one file', async (t) => {
  const world = around()
  const files = createAttachments(world.made)
  files.add([file('a'), file('again')])
  for (const one of world.sent) one.arrive(stored('f1'))
  await turn()
  t.match(files.list, [{ name: 'a' }])
  t.equal(files.list.length, 1)
})

t.test('a draft has its files again after a reload, and those of a refused question', async (t) => {
  const { status: _, ...attached } = stored('f1')
  const world = around([{ ...attached, ready: false } as unknown as KeptFile])
  const files = createAttachments(world.made)
  t.match(files.list, [{ name: 'f1', state: 'checking' }])
  world.looks[0]!.tell(stored('f1', 'ready'))
  await turn()
  const [taken] = files.take()
  world.draft = [{ ...taken!, ready: true }]
  files.reload()
  files.reload()
  t.match(files.list, [{ state: 'ready', file: { id: 'f1' } }])
  t.equal(files.list.length, 1)
  files.arrived(['f1'])
  t.same(files.list, [])
})
