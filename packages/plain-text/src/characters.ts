// Character classes for CommonMark's emphasis rules, by UTF-16 unit; NaN is the start or end of a line.

export const code = (character: string): number => character.charCodeAt(0)

const [newline, carriageReturn, space, tab] = [10, 13, 32, 9]

export const isLineEnd = (unit: number): boolean => unit === newline || unit === carriageReturn
export const isBlank = (unit: number): boolean => unit === space || unit === tab
export const isWhite = (unit: number): boolean =>
  Number.isNaN(unit) || isBlank(unit) || isLineEnd(unit) || unit === 0xa0 || unit === 0x3000
export const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57
export const isLetter = (unit: number): boolean => (unit | 32) >= 97 && (unit | 32) <= 122

/** ASCII punctuation: what a backslash can escape. */
export const isAsciiPunctuation = (unit: number): boolean =>
  (unit >= 33 && unit <= 47) ||
  (unit >= 58 && unit <= 64) ||
  (unit >= 91 && unit <= 96) ||
  (unit >= 123 && unit <= 126)

export const isPunctuation = (unit: number): boolean =>
  unit < 128 ? isAsciiPunctuation(unit) : /[\p{P}\p{S}]/u.test(String.fromCharCode(unit))

/**
 * Chinese, Japanese and Korean characters with their punctuation, and all surrogates. These are written without
 * spaces, so a mark may stand next to them where it could not next to a Latin letter.
 */
export const isCjk = (unit: number): boolean => unit >= 0x2e80 && unit < 0xfff0 && unit !== 0xfeff

/** A letter or digit of a script that puts spaces between words. */
export const isWord = (unit: number): boolean => !isWhite(unit) && !isCjk(unit) && !isPunctuation(unit)

export const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
