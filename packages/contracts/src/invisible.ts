/**
 * One character that shows nothing: white space, controls, format and direction marks, variation selectors, tags,
 * fillers, and the empty Braille cell, which is a symbol by its category only.
 */
const invisible = String.raw`[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]`
const onlyInvisible = new RegExp(`^${invisible}*$`, 'u')
const marks = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Whether a text shows nothing at all: for its reader it is empty. */
export const isBlank = (text: string): boolean => onlyInvisible.test(text)

/** Without the characters that show nothing; white space stays. For what is compared, never for what is stored. */
export const withoutMarks = (text: string): string => text.replace(marks, '')
