import { messageOf } from '@lingzhi/stack/fault'
import { type Backup, sizeOf, verifiedAt } from './backups-folder.ts'
import { readManifest } from './manifest.ts'
import { megabytes } from './room.ts'

/** One line for people and one record each, newest first; one that cannot be read is told, with why. */
export function listBackups(backups: Backup[], note: (line: string) => void): Record<string, unknown>[] {
  if (backups.length === 0) note('There is no backup yet: npm run ops -- backup.')
  return backups.map((backup) => {
    const { id, folder } = backup
    try {
      const { made_at, reason, product, encrypted, ...manifest } = readManifest(folder)
      const bytes = sizeOf({ made_at, reason, product, encrypted, ...manifest })
      const verified_at = verifiedAt(backup) ?? null
      const seen = verified_at ? `verified ${ageOf(verified_at)} ago` : 'never verified'
      note(
        `${id}  ${ageOf(made_at)} old, ${megabytes(bytes)}, version ${product.version}${product.revision ? ` (${product.revision.slice(0, 7)})` : ''}, ${reason}${encrypted ? ', encrypted' : ''}, ${seen}`,
      )
      return { id, folder, made_at, bytes, reason, product, encrypted, verified_at }
    } catch (error) {
      note(`${id}  ${messageOf(error)}`)
      return { id, folder, error: messageOf(error) }
    }
  })
}

/** Since an instant, in the largest unit of which there is one. */
function ageOf(instant: string): string {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(instant)) / 60_000))
  if (minutes < 120) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`
}
