const charsMax = 200
/** Of a longer one the end is read, where its sender's name for it stands. */
const readMax = 4_096
/** Controls, path signs, direction marks and invisible characters: a name is shown, and never a path. */
const refused =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must go
  /[\u0000-\u001f\u007f-\u009f<>:"|?*\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffc-\uffff]+/g

/** What a file is called: its sender's name for it without folders, and nothing that a screen or a file system could not show. */
export function cleanName(name: string): string {
  const last = name.slice(-readMax).toWellFormed().split(/[\\/]/).at(-1) ?? ''
  const shown = last.replaceAll(refused, ' ').trim().replace(/^\.+/, '')
  return [...shown].slice(0, charsMax).join('') || 'file'
}
