import t from 'tap'
import { sends } from './enter-key.ts'

const key = (change = {}) => ({
  key: 'Enter',
  isComposing: false,
  keyCode: 13,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...change,
})

t.test('Enter that ends a Chinese word never sends, in any browser', async (t) => {
  for (const breaks of [true, false]) {
    t.notOk(sends(key({ isComposing: true }), breaks))
    t.notOk(sends(key({ keyCode: 229 }), breaks), 'Safari')
    t.notOk(sends(key({ keyCode: 229, ctrlKey: true }), breaks))
  }
})

t.test('Enter sends where it is meant to, Ctrl and ⌘ always, Shift never', async (t) => {
  t.ok(sends(key(), false))
  t.notOk(sends(key(), true))
  for (const breaks of [true, false]) {
    t.ok(sends(key({ ctrlKey: true }), breaks))
    t.ok(sends(key({ metaKey: true }), breaks))
    t.notOk(sends(key({ shiftKey: true }), breaks))
    t.notOk(sends(key({ key: 'a' }), breaks))
  }
})
