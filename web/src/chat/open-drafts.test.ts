import t from 'tap'
import type { AttachedFile } from '../attach/attachments.ts'
import { openDrafts } from './open-drafts.ts'

const storage = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}
const question = { text: '问题', key: 'k1' }

t.test('a draft belongs to its conversation and outlives the page', async (t) => {
  const store = storage()
  openDrafts(store).write('c1', '写到一半')
  t.equal(openDrafts(store).read('c1'), '写到一半')
  t.equal(openDrafts(store).read('c2'), '')
})

t.test('a question that arrived leaves nothing behind', async (t) => {
  const drafts = openDrafts(storage())
  drafts.write('new', question.text)
  drafts.send('new', question)
  drafts.arrived('new')
  t.equal(drafts.read('new'), '')
  t.equal(drafts.sending('new'), null)
})

t.test('a refused question comes back before what was written meanwhile, and keeps its key', async (t) => {
  const drafts = openDrafts(storage())
  drafts.send('new', question)
  drafts.write('new', '另外')
  drafts.refused('new')
  t.equal(drafts.read('new'), '问题\n\n另外')
  t.same(drafts.sending('new'), question)
})

t.test('a page that goes in the middle of sending finds its question again, with its key', async (t) => {
  const store = storage()
  openDrafts(store).send('c1', question)
  const drafts = openDrafts(store)
  t.equal(drafts.read('c1'), question.text)
  t.same(drafts.sending('c1'), question)
})

t.test('files go and come back with the question that they belong to', async (t) => {
  const store = storage()
  const drafts = openDrafts(store)
  const [one, other] = ['f1', 'f2'].map((id) => ({ id, name: id }) as AttachedFile)
  drafts.writeFiles('c1', [{ ...one!, ready: true }])
  t.match(openDrafts(store).files('c1'), [{ id: 'f1', ready: true }])
  drafts.send('c1', { ...question, files: [one!] })
  t.match(openDrafts(store).files('c1'), [{ id: 'f1', ready: true }], 'a page that goes in the middle')
  drafts.writeFiles('c1', [{ ...other!, ready: false }])
  drafts.refused('c1')
  t.match(drafts.files('c1'), [{ id: 'f1' }, { id: 'f2', ready: false }])
  drafts.writeFiles('c1', [])
  drafts.arrived('c1')
  t.same(drafts.files('c1'), [])
})

t.test('storage that is forbidden, full or spoilt loses nothing of the page', async (t) => {
  const without = openDrafts(undefined)
  without.write('new', '在')
  t.equal(without.read('new'), '在')
  const spoilt = storage()
  spoilt.setItem('lz.draft.new.sending', '{')
  t.equal(openDrafts(spoilt).sending('new'), null)
  const full = {
    ...storage(),
    setItem: () => {
      throw new Error('full')
    },
  }
  t.doesNotThrow(() => openDrafts(full).write('new', 'x'))
})

t.test(
  'nobody sees what another person has begun in this browser; what a guest has begun comes along',
  async (t) => {
    const store = storage()
    let person: string | null = null
    const drafts = openDrafts(store, () => person)
    drafts.write('new', '访客的')
    person = 'a'
    t.equal(drafts.read('new'), '访客的')
    drafts.write('new', '甲的')
    drafts.send('c1', question)
    person = 'b'
    t.equal(drafts.read('new'), '')
    t.equal(drafts.read('c1'), '')
    t.equal(drafts.sending('c1'), null)
    person = null
    t.equal(drafts.read('new'), '', 'taken over, so no longer the guest’s')
    person = 'a'
    t.equal(drafts.read('new'), '甲的')
    t.equal(drafts.read('c1'), question.text)
  },
)
