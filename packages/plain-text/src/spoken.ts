/** Gathers told text. A line break waits for what follows it, so that no run of blank lines is longer than one. */
export interface Spoken {
  say: (text: string) => void
  /** Ends a line; within code every break counts. */
  breakLine: (exact?: boolean) => void
  /** What was told since the last time. */
  take: () => string
}

export function createSpoken(): Spoken {
  let text = ''
  let breaks = 0
  let begun = false
  return {
    say: (more) => {
      if (more === '') return
      if (begun && breaks > 0) text += '\n'.repeat(breaks)
      breaks = 0
      begun = true
      text += more
    },
    breakLine: (exact = false) => {
      if (exact || breaks < 2) breaks++
    },
    take: () => {
      const taken = text
      text = ''
      return taken
    },
  }
}
