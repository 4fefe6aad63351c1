/** Characters that decorate a letter without changing it: accents, enclosing marks and strike-throughs. */
const accents =
  /[\u0300-\u036f]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f]|\u0488|\u0489/gu

/** Invisible characters that could hide a term by standing in it: zero-width and formatting characters, soft hyphens. */
const invisible = /^(?:\p{Default_Ignorable_Code_Point}|(?!\s)\p{Cc}|[\ufff9-\ufffb])$/u

export const isHidden = (character: string): boolean =>
  invisible.test(character) || character.replace(accents, '') === ''

/**
 * Folds one character for comparison: case, width, compatibility forms and accents do not count (NFKD with case folding,
 * so that composed and decomposed texts are equal). May be empty, or longer than one unit, as for ㈱ and 한.
 */
export function foldCharacter(character: string): string {
  if (isHidden(character)) return ''
  const plain = character.normalize('NFKD').replace(accents, '').replace(/\s/g, ' ')
  return plain.toUpperCase().toLowerCase().normalize('NFKD').replace(accents, '')
}

export const foldText = (text: string): string => Array.from(text, foldCharacter).join('')

/** A cache of folded units of the basic plane. An entry is the folded unit or one of these. */
const [notYet, nothing, several] = [0, 1, 2] as const
const table = new Uint16Array(0x10000)

/** Folds the character at an index and passes its units to `take`; returns the character's length in units. */
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
  // A surrogate is not cached: its partner decides which character it is.
  if (point <= 0xffff && (point < 0xd800 || point > 0xdfff)) {
    folded = units === '' ? nothing : units.length > 1 ? several : units.charCodeAt(0)
    table[unit] = folded
  }
  for (let at = 0; at < units.length; at++) take(units.charCodeAt(at))
  return character.length
}
