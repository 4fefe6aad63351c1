import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives back what starting left behind: parsed sources and modules' one-time work. V8 collects old objects only
 * when the heap grows, which an idle service never does; without this they stay resident for good. As the
 * last resort, because only that also gives back the young generation that starting has made large.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as (options: { type: 'major'; flavor: 'last-resort' }) => void
  gc({ type: 'major', flavor: 'last-resort' })
}
