/** Does not show, so it may stand within a term and hide it: zero-width and formatting characters, accents. */
const ignorable = /^(?:\p{Default_Ignorable_Code_Point}|[\u0300-\u036f])$/u

/** The first three controls are among them because their numbers mean something else below. */
export const isHidden = (character: string): boolean => character < '\u0003' || ignorable.test(character)

/**
 * One character as terms are compared: case, width, compatibility forms and accents do not count (NFKC with
 * case folding). May be empty, or longer than one unit, as for ㈱.
 */
export function foldCharacter(character: string): string {
  if (isHidden(character)) return ''
  const plain = character
    .normalize('NFKC')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
  return plain
    .replace(/\s/g, ' ')
    .toUpperCase()
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
}

export const foldText = (text: string): string => Array.from(text, foldCharacter).join('')

/** What folding makes of one unit of the basic plane, computed once: a unit, or one of these. */
const [notYet, nothing, several] = [0, 1, 2] as const
const table = new Uint16Array(0x10000)

/** Folds the character at an index of a text and hands its units to `take`; returns the character's length. */
export function foldAt(text: string, index: number, take: (unit: number) => void): number {
  const unit = text.charCodeAt(index)
  let folded = table[unit] ?? notYet
  if (folded > several) {
    take(folded)
    return 1
  }
  if (folded === nothing) return 1
  const point = text.codePointAt(index) ?? unit
  const character = String.fromCodePoint(point)
  const units = foldCharacter(character)
  // Half of a pair is never kept: the other half decides what it is.
  if (point <= 0xffff && (point < 0xd800 || point > 0xdfff)) {
    folded = units === '' ? nothing : units.length > 1 ? several : units.charCodeAt(0)
    table[unit] = folded
  }
  for (let at = 0; at < units.length; at++) take(units.charCodeAt(at))
  return character.length
}
