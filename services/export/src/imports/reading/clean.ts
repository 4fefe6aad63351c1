/** Text as PostgreSQL can store it: without U+0000, and without halves of characters. Any other is left as it is. */
export const cleanText = (text: string): string => text.replaceAll('\0', '').toWellFormed()
