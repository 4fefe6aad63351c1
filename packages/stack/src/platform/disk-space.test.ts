import t from 'tap'
import { requireSpace } from './disk-space.ts'

const mb = 1_000_000

t.test('too little room stops the start with what is needed, what is there, and where', async (t) => {
  t.throws(() => requireSpace('/data', { isNew: true, free: 12 * mb }), {
    name: 'Fault',
    message: /250 MB are needed in \/data, and 12 MB are free\..*DATA_DIR=/,
  })
  t.doesNotThrow(() => requireSpace('/data', { isNew: false, free: 100 * mb }), 'an old one needs less')
  t.throws(() => requireSpace('/data', { isNew: false, free: 10 * mb }), { name: 'Fault' })
})

t.test('little room is said, enough is not', async (t) => {
  t.match(requireSpace('/data', { isNew: true, free: 700 * mb }), /^Only 700 MB are free in \/data/)
  t.equal(requireSpace('/data', { isNew: true, free: 5_000 * mb }), undefined)
  t.equal(requireSpace('/no/such/folder', { isNew: true }), undefined, 'not known is not too little')
})
