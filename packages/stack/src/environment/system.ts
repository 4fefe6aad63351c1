/**
 * What any process may need of the environment: how programs, folders, language, clock and
 * certificates are found, and how Node runs. Everything else is a program's setting, and may be its secret.
 */
export const systemNames = [
  'PATH',
  'LD_LIBRARY_PATH',
  'HOME',
  'USER',
  'TMPDIR',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  // The driver of PostgreSQL reads them by itself: without them a connection that was meant to use TLS would not.
  'PGSSLMODE',
  'PGSSLROOTCERT',
  'PGSSLCERT',
  'PGSSLKEY',
  'NODE_ENV',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_COMPILE_CACHE',
  'UV_THREADPOOL_SIZE',
]

/** What installing software needs besides; an address of a proxy may hold a password. */
const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']

/** The environment of a program that has no settings of ours: a server, a shell. */
export function systemEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return pick(env, systemNames)
}

/** The environment of a package manager. */
export function installerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return pick(env, [...systemNames, ...proxyNames])
}

export function pick(env: NodeJS.ProcessEnv, names: Iterable<string>): NodeJS.ProcessEnv {
  return Object.fromEntries(
    [...names].filter((name) => env[name] !== undefined).map((name) => [name, env[name]]),
  )
}
