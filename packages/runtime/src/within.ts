/**
 * The promise's value, or a rejection with `message` once `ms` milliseconds have passed. The promise itself runs on, and a
 * later rejection of it is not reported. A value that arrived while this process was too busy to read it still counts.
 */
export async function within<T>(
  ms: number,
  promise: Promise<T>,
  message = `no answer within ${ms} ms`,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => setImmediate(() => reject(new Error(message))), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/**
 * The promise's value, or a rejection with the signal's reason as soon as the signal fires: for work that cannot be
 * interrupted. The work runs on, and a later rejection of it is not reported.
 */
export async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', abort))
}
