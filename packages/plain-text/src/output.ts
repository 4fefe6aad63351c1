/** Collects the plain text. Line breaks are held back until text follows, so that blank lines do not pile up. */
export interface Output {
  write: (text: string) => void
  /** Ends a line; `exact`, for code, keeps every break. */
  breakLine: (exact?: boolean) => void
  /** The text since the last call. */
  take: () => string
}

export function createOutput(): Output {
  let text = ''
  let breaks = 0
  let started = false
  return {
    write: (more) => {
      if (more === '') return
      if (started && breaks > 0) text += '\n'.repeat(breaks)
      breaks = 0
      started = true
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
