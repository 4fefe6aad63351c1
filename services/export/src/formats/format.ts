/** `ndjson` is the canonical one (FORMAT.md): the others leave something out. */
export const formats = ['json', 'csv', 'ndjson', 'md'] as const
export type Format = (typeof formats)[number]

/** Version of the lines in FORMAT.md and of the members of the JSON document. */
export const formatVersion = 1

export const mediaTypes: Record<Format, string> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
}

/** Lines of chat and how many of each kind they are; altogether the pieces are whole lines. */
export interface PageOfLines {
  pieces: Buffer[]
  conversations: number
  messages: number
  /** Of a page of other records, how many of each type; undefined: conversations. They come after all of these. */
  records?: Record<string, number>
}

/**
 * Turns pages of chat's lines into one file. A page always holds whole lines; what a writer returns for each
 * depends only on its state and the page, so a file written by several processes in turn, each continuing from
 * the last state, is the same file.
 */
export interface Writer {
  begin: () => Buffer
  write: (page: PageOfLines) => Buffer[]
  end: () => Buffer
  /** JSON: all that another process needs to continue after this point. */
  state: () => object
}

export interface WriterOptions {
  /** `one`: the file is about a single conversation, and JSON and Markdown say so by their shape. */
  shape: 'one' | 'many'
  /** Time zone of the times in a transcript. */
  timeZone: string
}
