/** What one cell of Excel holds; a longer text it cuts, or spills into the rows below, without a word. */
export const cellCharsMax = 32_767
/** What one sheet of Excel holds below a header row. */
export const sheetRowsMax = 1_048_575

/**
 * White space, control and invisible characters, and quotes: spreadsheets and the programs that pass a file to them drop
 * these from the start of a cell, and then see what is behind.
 */
const skipped = String.raw`[\s\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"'\u0060\u2018-\u201f\u300c-\u300f\uff02\uff07]*`
/** What begins a formula, or a command to another program; in East Asian editions its wide and small forms too. */
const opening = String.raw`[=+\-@|\t\r\uff1d\uff0b\uff0d\uff20\uff5c\ufe62\ufe63\ufe66\ufe6b]`
const dangerous = new RegExp(`^${skipped}${opening}`)

/**
 * A cell of text: quoted where RFC 4180 asks for it, and with an apostrophe before what a spreadsheet could run as a
 * formula (https://owasp.org/www-community/attacks/CSV_Injection). Quotes are skipped on both sides of the rule, so that
 * taking one apostrophe off exactly the cells that match `'` + the same rule gives every text back (FORMAT.md).
 */
export function cell(text: string): string {
  const safe = dangerous.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
