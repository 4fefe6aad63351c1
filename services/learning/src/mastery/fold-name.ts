/** A name without what spellings of it differ in: width, case, blanks. */
export const foldName = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
