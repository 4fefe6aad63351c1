import type { Construct, Extension, ParseContext } from 'micromark-util-types'

declare module 'micromark-util-types' {
  interface ParseContext {
    gfmFootnotes?: string[]
  }
}

/** As CommonMark compares labels: without regard to case and the kind of white space. Footnotes' begin with `^`. */
export const normalLabel = (label: string): string =>
  label
    .replace(/[\t\n\r ]+/g, ' ')
    .trim()
    .toLowerCase()
    .toUpperCase()

/** Tells the parser about labels that another piece of the same text defines. It hears of them at the first bracket. */
export function knownLabels(known: ReadonlySet<string>): Extension {
  if (known.size === 0) return {}
  const told = new WeakSet<ParseContext>()
  const tell: Construct = {
    tokenize(_effects, _ok, nok) {
      if (!told.has(this.parser)) {
        told.add(this.parser)
        this.parser.gfmFootnotes ??= []
        for (const label of known)
          if (label.startsWith('^')) this.parser.gfmFootnotes.push(label.slice(1))
          else this.parser.defined.push(label)
      }
      return nok
    },
  }
  return { text: { 33: tell, 91: tell } }
}
