import type { NewExport } from './data.queries.ts'
import type { Export } from './follow-export.ts'

/** The request that an export came from: the same choices once more. */
export function sameAgain(one: Export): NewExport {
  const { format, compression, incremental, conversation_ids, start_date, end_date } = one
  return {
    format,
    compression,
    ...(incremental && { incremental }),
    ...(conversation_ids && { conversation_ids }),
    ...(start_date && { start_date }),
    ...(end_date && { end_date }),
  }
}
