// `npm run fix`: what `npm run verify` would complain about and a machine can mend: format, and lint fixes that change
// no behaviour.
import { spawnSync } from 'node:child_process'

const biome = 'node_modules/@biomejs/biome/bin/biome'
const { status } = spawnSync(process.execPath, [biome, 'check', '--write'], { stdio: 'inherit' })
process.exitCode = status ?? 1
if (process.connected) process.disconnect()
