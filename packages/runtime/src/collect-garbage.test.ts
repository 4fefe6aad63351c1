import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'

/** How often the whole heap of a process was collected at our request by the time of its output. */
async function collectionsOf({ busy }: { busy: boolean }): Promise<number> {
  const script = `
    import { setImmediate as turn } from 'node:timers/promises'
    import { collectAtRest } from '${new URL('collect-garbage.ts', import.meta.url)}'
    const alive = setInterval(() => {}, 60_000)
    let done = false
    const checking = collectAtRest(400).then(() => { done = true })
    while (${busy} && !done) await turn()
    await checking
    clearInterval(alive)`
  // V8 prints the reason of each collection: "testing" means that it was requested.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--trace-gc',
    '--input-type=module',
    '-e',
    script,
  ])
  return stdout.split('\n').filter((line) => /Mark-Compact.* testing/.test(line)).length
}

t.test(
  'the heap of a process that rests after its start is collected; that of a busy one is not',
  async (t) => {
    t.ok((await collectionsOf({ busy: false })) > 0)
    t.equal(await collectionsOf({ busy: true }), 0)
  },
)
