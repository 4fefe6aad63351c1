const tls =
  'to check it against an authority of your own add ?sslmode=verify-full&sslrootcert=/path/ca.pem to the address, to encrypt without checking ?sslmode=no-verify (docs/operations.md)'

/** By SQLSTATE, or by the code of Node or OpenSSL. */
const sentences: Readonly<Record<string, string>> = {
  '28P01': 'PostgreSQL refuses the name or the password',
  '28000':
    'PostgreSQL does not let this role in from here (pg_hba.conf); where it asks for TLS, add ?sslmode=require',
  '3D000': 'that database does not exist',
  '53300': 'PostgreSQL has no connection left: raise its max_connections or lower DATABASE_POOL_MAX',
  '57P03': 'PostgreSQL is starting, stopping or recovering',
  '25006': 'that server is read-only, a standby: name the primary',
  '42501': 'the role lacks a right in that database: it must own it',
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is self-signed; ${tls}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its certificate is of a private authority; ${tls}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its certificate is of an unknown authority; ${tls}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its certificate is of an unknown authority; ${tls}`,
  UNABLE_TO_GET_ISSUER_CERT: `its certificate is of an unknown authority; ${tls}`,
  CERT_HAS_EXPIRED: `its certificate has expired; ${tls}`,
  ERR_TLS_CERT_ALTNAME_INVALID: `its certificate is for another host name; connect by that name, or ${tls}`,
  ENOTFOUND: 'no host of that name is known; a password with @ or / in it can be why',
  EAI_AGAIN: 'its host name could not be looked up',
  ECONNREFUSED: 'nothing listens at that host and port',
  ETIMEDOUT: 'nothing responds at that host and port',
  EHOSTUNREACH: 'that host cannot be reached from here',
  ENETUNREACH: 'that network cannot be reached from here',
}

/** What is wrong with the way to PostgreSQL, in a sentence that names what to change and holds no part of the address. */
export function explainDatabase(error: unknown): string | undefined {
  const [first = error] = error instanceof AggregateError ? error.errors : []
  const { code = '', message = '', path, cause } = (first ?? {}) as Partial<NodeJS.ErrnoException>
  if (code === '' && cause) return explainDatabase(cause)
  if (/does not support SSL/.test(message))
    return 'that server does not offer TLS: take sslmode out of the address, or set sslmode=disable'
  if (code === 'ENOENT' || code === 'EACCES')
    return `the file ${path ?? 'its address names'} cannot be read (${code})`
  return sentences[code]
}
