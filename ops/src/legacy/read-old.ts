import { toInstant } from '@lingzhi/runtime/instants'
import type { OldRow, OldValue } from './old-rows.ts'
import { garbled } from './old-rows.ts'
import type { Rejected } from './rejections.ts'

export type Reject = (row: Rejected) => void

/** What a thing is called in the old system; null for what cannot be its name. */
export function originOf(value: OldValue | undefined): string | null {
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value.trim() : ''
  return text !== '' && text.length <= 200 && !text.includes('\0') ? text : null
}

/** A text; a number is written out, and what is none is empty. */
export const textOf = (value: OldValue | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

/** Columns of a row that are no text although they should be. */
export const garbledColumns = ({ values }: OldRow): string[] =>
  Object.keys(values).filter((name) => values[name] === garbled)

/** Times without a zone are of this one: `+08:00`. */
export function readTimes(offset: string): (value: OldValue | undefined) => string | null {
  const hasZone = /(Z|UTC|[+-]\d\d(:?\d\d)?)$/i
  return (value) => {
    if (typeof value === 'number') return toInstant(value)
    if (typeof value !== 'string' || value.trim() === '') return null
    const text = value.trim()
    const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
    if (isDay) return toInstant(`${text} 00:00${offset}`)
    return toInstant(hasZone.test(text.slice(10)) ? text : `${text}${offset}`)
  }
}

export const isGiven = (value: OldValue | undefined): boolean =>
  value !== undefined && value !== null && value !== ''
