/** A word of a command in a unit: % begins a specifier of systemd's own, and in commands $ a variable. */
export const word = (text: string): string => quotedWord(text).replaceAll('$', '$$$$')

/** An assignment or a path as one word. */
export const quotedWord = (text: string): string => `"${escaped(text).replaceAll(/["\\]/g, '\\$&')}"`

/** Text that is read to the end of its line. */
export const escaped = (text: string): string => text.replaceAll('%', '%%')
