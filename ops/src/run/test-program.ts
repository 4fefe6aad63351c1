import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * A program of the operator's in a folder for PATH: a real process that writes down how it was called, and does what `body`
 * says with `args`, `input` and `state` (kept from one call to the next). The calls, in order.
 */
export function placeProgram(folder: string, name: string, body: string) {
  mkdirSync(folder, { recursive: true })
  const [calls, state] = [join(folder, `${name}.calls`), join(folder, `${name}.state`)]
  writeFileSync(
    join(folder, name),
    `#!${process.execPath}
const { appendFileSync, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } = require('node:fs')
const args = process.argv.slice(2)
const input = args.includes('-') ? readFileSync(0, 'utf8') : ''
// Called several times at once, it does one after the other.
const lock = ${JSON.stringify(`${state}.lock`)}
for (;;) {
  try { mkdirSync(lock); break } catch { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5) }
}
process.on('exit', () => rmdirSync(lock))
const state = existsSync(${JSON.stringify(state)}) ? JSON.parse(readFileSync(${JSON.stringify(state)}, 'utf8')) : {}
const fail = (words) => { process.stderr.write(words + '\\n'); process.exitCode = 1 }
const print = (text) => process.stdout.write(text + '\\n')
appendFileSync(${JSON.stringify(calls)}, JSON.stringify(args) + '\\n')
${body}
writeFileSync(${JSON.stringify(state)}, JSON.stringify(state))
`,
  )
  chmodSync(join(folder, name), 0o755)
  return {
    calls: (): string[] =>
      existsSync(calls)
        ? readFileSync(calls, 'utf8')
            .split('\n')
            .filter(Boolean)
            .map((line) => (JSON.parse(line) as string[]).join(' '))
        : [],
    forget: () => writeFileSync(calls, ''),
    change(more: object) {
      const now = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : {}
      writeFileSync(state, JSON.stringify({ ...now, ...more }))
    },
  }
}

export const withFolder = (env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv => ({
  ...env,
  PATH: `${folder}${delimiter}${env.PATH ?? ''}`,
})
