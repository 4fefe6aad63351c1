import t from 'tap'
import { forgetDevice } from './forget-device.ts'

t.test('nothing of a deleted person stays in the browser, and its look does', async (t) => {
  const held = new Map([
    ['lz.theme', 'dark'],
    ['lz.draft.new', 'a secret'],
    ['lz.draft.1', 'another'],
    ['lz.language', 'zh'],
    ['lz.signed-in', '1'],
    ['other', 'x'],
  ])
  const storage = {
    get length() {
      return held.size
    },
    key: (at: number) => [...held.keys()][at] ?? null,
    removeItem: (name: string) => void held.delete(name),
  }
  forgetDevice(storage as unknown as Storage)
  t.same([...held.keys()], ['lz.theme', 'lz.language', 'other'])
})
