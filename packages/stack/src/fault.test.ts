import { mkdirSync } from 'node:fs'
import t from 'tap'
import { machineFault } from './fault.ts'

t.test('what the machine refuses is one sentence; a fault of ours keeps its stack', async (t) => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  })
  t.equal(machineFault(full), 'write: the disk is full (ENOSPC).')
  try {
    mkdirSync(`/tmp/${'x'.repeat(300)}`)
    t.fail('it was made')
  } catch (error) {
    t.match(machineFault(error), /^\/tmp\/x+: the path is too long \(ENAMETOOLONG\)\.$/)
  }
  for (const other of [new TypeError('no'), 'text', undefined]) t.equal(machineFault(other), undefined)
})
