import { createCsvWriter } from './csv.ts'
import type { Format, Writer, WriterOptions } from './format.ts'
import { createJsonWriter } from './json.ts'
import { createMarkdownWriter } from './markdown.ts'
import { createNdjsonWriter } from './ndjson.ts'

/** A writer at the beginning of a file, or, given the state another one left, in the middle of it. */
export function createWriter(format: Format, options: WriterOptions, state?: unknown): Writer {
  // A state is only ever what the same format's writer returned.
  const from = state as never
  switch (format) {
    case 'json':
      return createJsonWriter(options, from)
    case 'csv':
      return createCsvWriter(from)
    case 'md':
      return createMarkdownWriter(options, from)
    case 'ndjson':
      return createNdjsonWriter(from)
  }
}
