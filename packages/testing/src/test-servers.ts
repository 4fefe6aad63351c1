/** The part of tap's test object that fixtures need to clean up after themselves. */
export interface Test {
  teardown: (close: () => unknown) => void
}

/** Address of a server of the test run; `npm test` sets all three. */
export function required(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL' | 'TEST_NATS_URL'): string {
  const url = process.env[name]
  if (!url) throw new Error(`${name} is not set: run the tests with npm test`)
  return url
}
