import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout this script belongs to, whatever the current directory is. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where pnpm lives; ignored by git. */
export const toolsDir = join(root, '.tools')

/** Node 24, from the npm package `node`. */
export const node24 = join(root, 'node_modules', 'node', 'bin', 'node')

/** A failure that the user can fix: its message is shown without a stack. */
export class Fault extends Error {}
