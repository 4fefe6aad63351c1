// `npm run fix`: fixes what `npm run verify` reports and a machine can fix: format, and lint where that changes
// no behaviour.
import { spawnSync } from 'node:child_process'

const biome = 'node_modules/@biomejs/biome/bin/biome'
const { status } = spawnSync(process.execPath, [biome, 'check', '--write'], { stdio: 'inherit' })
process.exitCode = status ?? 1
if (process.connected) process.disconnect()
