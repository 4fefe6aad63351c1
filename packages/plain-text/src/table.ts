import { code, isBlank, isLineEnd } from './characters.ts'
import { endLine, lineEndAt } from './line-end.ts'
import type { Reading } from './reading.ts'
import { drop, limitOf, lookAheadMax, notFoundBefore, unitAt, unknown } from './reading.ts'

const [pipe, dash, colon, quote] = ['|', '-', ':', '>'].map(code)

/** The look-ahead for a first row, which is long: it holds every column's name. */
const headerMax = 4 * lookAheadMax

/**
 * Whether the line is a table's row. A first row is one only if a line of dashes follows (GFM), so it is held back until
 * then; the line of dashes is dropped. Rows without a leading pipe count as text: models do not write them.
 */
export function isTableRow(reading: Reading, start: number): 'row' | 'dashes' | 'none' | undefined {
  if (unitAt(reading, start) !== pipe && reading.table !== 'header') return 'none'
  if (reading.table === 'rows') return 'row'
  if (reading.table === 'header') {
    const end = dashesEnd(reading, start)
    if (end === undefined) return undefined
    reading.table = 'rows'
    if (end === null) return 'row'
    drop(reading, end)
    endLine(reading, 'dropped')
    return 'dashes'
  }
  const limit = limitOf(reading, start, headerMax)
  for (let index = start; index < limit; index++) {
    if (!isLineEnd(reading.text.charCodeAt(index))) continue
    const next = lineEndAt(reading, index)
    const end = next === unknown ? undefined : dashesEnd(reading, next)
    if (end === undefined) return undefined
    if (end === null) return 'none'
    reading.table = 'header'
    return 'row'
  }
  return notFoundBefore(reading, limit) === unknown ? undefined : 'none'
}

/** The end of a line of dashes; null when the line is something else, undefined while that is undecided. */
function dashesEnd(reading: Reading, start: number): number | null | undefined {
  let dashes = 0
  let pipes = 0
  for (let index = start; index < start + headerMax; index++) {
    const unit = unitAt(reading, index)
    if (unit === undefined) return undefined
    if (Number.isNaN(unit) || isLineEnd(unit)) {
      if (dashes === 0 || pipes === 0) return null
      const end = lineEndAt(reading, index)
      return end === unknown ? undefined : end
    }
    if (unit === dash) dashes++
    else if (unit === pipe) pipes++
    else if (unit !== colon && !isBlank(unit) && !(unit === quote && pipes === 0)) return null
  }
  return null
}
