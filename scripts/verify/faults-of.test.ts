import t from 'tap'
import { faultsOf } from './faults-of.ts'

t.test('a check that throws, at once or later, is a fault of its own and hides no other', async (t) => {
  const checks = [
    {
      name: 'at once',
      run: () => {
        throw new Error('no such file')
      },
    },
    { name: 'later', run: () => Promise.reject('not an error') },
    { name: 'unsatisfied', run: async () => ['A fault.'] },
    { name: 'satisfied', run: async () => [] },
  ]
  t.same(await Promise.all(checks.map(faultsOf)), [
    { name: 'at once', faults: ['This could not be checked: no such file'] },
    { name: 'later', faults: ['This could not be checked: not an error'] },
    { name: 'unsatisfied', faults: ['A fault.'] },
    { name: 'satisfied', faults: [] },
  ])
})
