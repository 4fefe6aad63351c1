import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** Replaces a file whole, readable by its owner only: a reader never sees half of it, and a full disk leaves no draft behind. */
export function replaceFile(file: string, text: string) {
  const draft = `${file}.new`
  try {
    writeFileSync(draft, text, { mode: 0o600 })
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
