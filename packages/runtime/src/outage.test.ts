import t from 'tap'
import { outageOf } from './outage.ts'

const coded = (code: string | number, message = 'said so', name = 'Error') =>
  Object.assign(new Error(message), { code, name })

t.test('what servers, drivers and the file system say when the cause is their state', async (t) => {
  const cases: [string, Error][] = [
    ['DISK_FULL', coded('53100', 'could not extend file "base/1/2": No space left on device')],
    ['DISK_FULL', coded('58030', 'could not write to file "pg_wal/xlogtemp.9": No space left on device')],
    ['DISK_FULL', coded('ENOSPC')],
    ['DISK_FULL', coded('EDQUOT')],
    ['DISK_FULL', coded(10_047, 'insufficient storage resources available', 'JetStreamApiError')],
    ['DISK_FULL', coded(10_077, 'maximum bytes exceeded', 'JetStreamApiError')],
    ['DISK_FULL', coded(10_077, 'write /data/1.blk: no space left on device', 'JetStreamApiError')],
    [
      'DISK_FULL',
      new Error('MISCONF Redis is configured to save RDB snapshots, but is unable to persist to disk.'),
    ],
    ['READ_ONLY', coded('25006', 'cannot execute INSERT in a read-only transaction')],
    ['READ_ONLY', coded('EROFS')],
    ['READ_ONLY', new Error("READONLY You can't write against a read only replica.")],
    ['DISK_FAILS', coded('58030', 'could not read block 0')],
    ['EXHAUSTED', coded('53300', 'sorry, too many clients already')],
    ['EXHAUSTED', coded('53200')],
    ['EXHAUSTED', coded('08P01', 'no more connections allowed (max_client_conn)')],
    ['EXHAUSTED', coded('EMFILE')],
    ['EXHAUSTED', coded('57014', 'canceling statement due to statement timeout')],
    ['EXHAUSTED', coded('40001')],
    ['AWAY', coded('57P01', 'terminating connection due to administrator command')],
    ['AWAY', coded('57P02')],
    ['AWAY', coded('57P03', 'the database system is in recovery mode')],
    ['AWAY', coded('08006')],
    ['AWAY', coded('08P01', 'query_wait_timeout')],
    ['AWAY', coded('ETIMEDOUT')],
    ['AWAY', coded('EAI_AGAIN')],
    ['AWAY', new Error('timeout exceeded when trying to connect')],
    ['AWAY', new Error('Connection terminated unexpectedly')],
    ['AWAY', new Error('the object store did not respond within 20000 ms')],
    ['AWAY', coded('', 'no responders', 'NoResponders')],
    ['AWAY', coded('', 'timeout', 'TimeoutError')],
    ['AWAY', coded('', 'heartbeats missed', 'JetStreamError')],
    ['AWAY', coded('', 'closed connection', 'ClosedConnectionError')],
    ['AWAY', coded(10_039, 'jetstream not enabled for account', 'JetStreamApiError')],
    ['REFUSED', new Error("OOM command not allowed when used memory > 'maxmemory'.")],
    ['DISK_FULL', new Error('storing failed', { cause: coded('ENOSPC') })],
    ['AWAY', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
  ]
  for (const [reason, error] of cases) {
    const outage = outageOf(error)
    t.equal(outage?.reason, reason, `${(error as { code?: string }).code} ${error.message}`)
    t.ok((outage?.retryAfterS ?? 0) >= 1)
  }
})

t.test('a fault of ours, or of the request, is none', async (t) => {
  const circle = new Error('around')
  circle.cause = circle
  for (const error of [
    new TypeError('Cannot read properties of undefined'),
    coded('23505', 'duplicate key value violates unique constraint'),
    coded('42601', 'syntax error at or near "full"'),
    coded(10_059, 'stream not found', 'JetStreamApiError'),
    circle,
    'No space left on device',
    undefined,
  ])
    t.equal(outageOf(error), undefined)
})
