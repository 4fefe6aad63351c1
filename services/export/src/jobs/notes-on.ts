import { cellCharsMax, sheetRowsMax } from '../formats/cell.ts'
import type { Job } from './jobs.queries.ts'

/** What the reader of a finished file should know: where Excel shows less than a CSV holds. The file itself is whole. */
export function notesOn({ format, rows, long_cells }: Pick<Job, 'format' | 'rows' | 'long_cells'>): string[] {
  if (format !== 'csv') return []
  const notes: string[] = []
  if (long_cells > 0) {
    notes.push(
      `有 ${long_cells} 条消息超过 ${cellCharsMax} 个字符，Excel 打开时会截断（content_length 列标出长度）；文件本身完整，json 与 ndjson 不受此限。${long_cells} messages are longer than the ${cellCharsMax} characters of an Excel cell, which cuts them (see content_length). The file is whole; json and ndjson have no such limit.`,
    )
  }
  if (rows > sheetRowsMax) {
    notes.push(
      `共 ${rows} 行，Excel 只打开前 ${sheetRowsMax} 行；请按日期分次导出，或用 ndjson。There are ${rows} rows, of which Excel opens ${sheetRowsMax}: export fewer days at a time, or ndjson.`,
    )
  }
  return notes
}
