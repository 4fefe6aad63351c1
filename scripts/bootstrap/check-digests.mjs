import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Fault, root, toolsDir } from './checkout.mjs'

/**
 * Refuses a pnpm whose digest is another than the one this checkout was tried with, before it runs: npm has compared what it
 * fetched with what the registry says, and this compares what the registry says with what it said then. Its programs for
 * systems that are not listed are as the registry gives them.
 */
export function checkDigests(version, folder = toolsDir) {
  const known = JSON.parse(readFileSync(join(root, 'scripts/bootstrap/pnpm-digests.json'), 'utf8'))
  if (known.version !== version)
    throw new Fault(
      `scripts/bootstrap/pnpm-digests.json is about pnpm ${known.version}, and package.json names ${version}.`,
    )
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  for (const [name, digest] of Object.entries(known.digests)) {
    const found = packages[`node_modules/${name}`]?.integrity
    if (found === digest || (found === undefined && name !== 'pnpm')) continue
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true })
    throw new Fault(
      `What the registry gave as ${name} ${version} is not what this checkout was tried with (${found ?? 'no digest'}): it was removed, and nothing of it has run.`,
    )
  }
}
