import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Deployment } from '../deployment/open-deployment.ts'
import { knownSettings } from './known-settings.ts'
import type { Manifest } from './manifest.ts'
import { checkout } from './product.ts'
import type { Unseal } from './seal.ts'
import { loadText, replaceFileDurably } from './stored-files.ts'

type From = { folder: string; manifest: Manifest; unseal: Unseal | undefined }

/** Writes the settings where there are none yet; where there are, tells which differ, as a person set them. */
export async function restoreSettings(
  deployment: Deployment,
  { folder, manifest, unseal }: From,
): Promise<string> {
  const name = Object.keys(manifest.files).find((one) => one.startsWith('settings.json'))!
  const saved = JSON.parse(await loadText(folder, name, unseal)) as Record<string, string>
  const { values, secrets } = await knownSettings(deployment)
  const differing = Object.keys(saved).filter((one) => values[one] !== saved[one])
  const missing = manifest.secrets.settings.filter((one) => !secrets.includes(one))
  const toSet = missing.length > 0 ? `; secret, and to be set again: ${missing.join(', ')}` : ''
  const file = join(deployment.root ?? checkout, '.env')
  if (existsSync(file) || differing.length === 0)
    return `${differing.length === 0 ? 'as they were' : `left as they are here; other than in the backup: ${differing.join(', ')}`}${toSet}`
  const lines = differing.map((one) => `${one}=${quote(saved[one]!)}\n`)
  replaceFileDurably(file, `# From the backup ${manifest.id}\n${lines.join('')}`)
  return `written to ${file}: ${differing.join(', ')}${toSet}`
}

/** As a .env is read: a quoted value may hold anything but its own quote. */
function quote(value: string): string {
  const mark = ['"', "'", '`'].find((one) => !value.includes(one) && !(one === '"' && value.includes('\\n')))
  return mark ? `${mark}${value}${mark}` : value
}
