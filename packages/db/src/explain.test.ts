import t from 'tap'
import { explainDatabase } from './explain.ts'

const error = (code: string, message = 'x', more: object = {}) =>
  Object.assign(new Error(message), { code, ...more })

t.test('what stands between a service and PostgreSQL is told with what to change', async (t) => {
  for (const [cause, sentence] of [
    [error('DEPTH_ZERO_SELF_SIGNED_CERT'), /sslmode=verify-full&sslrootcert=.*sslmode=no-verify/],
    [error('SELF_SIGNED_CERT_IN_CHAIN'), /sslrootcert/],
    [new Error('The server does not support SSL connections'), /take sslmode out/],
    [
      error('28000', 'no pg_hba.conf entry for host "x", user "y", database "z", no encryption'),
      /sslmode=require/,
    ],
    [error('28P01'), /password/],
    [error('3D000'), /does not exist/],
    [error('53300'), /DATABASE_POOL_MAX/],
    [error('25006'), /standby/],
    [error('ENOTFOUND'), /password with @ or \//],
    [error('ENOENT', 'x', { path: '/ca.pem' }), /file \/ca.pem cannot be read/],
    [new Error('x', { cause: error('3D000') }), /does not exist/],
    [new AggregateError([error('ECONNREFUSED')]), /nothing listens/],
  ] as const)
    t.match(explainDatabase(cause), sentence)
  t.equal(explainDatabase(error('XX000')), undefined)
})
