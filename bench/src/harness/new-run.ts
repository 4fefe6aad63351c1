import type { Test } from '@lingzhi/testing/test-servers'

/** A measurement or a drill: what it opens is closed at its end, the newest first, one after the other. */
export interface Run extends Test {
  close: () => Promise<void>
}

export function newRun(): Run {
  const closers: (() => unknown)[] = []
  return {
    teardown: (close) => void closers.unshift(close),
    close: async () => {
      for (const close of closers) await close()
    },
  }
}
