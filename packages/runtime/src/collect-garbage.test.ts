import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'

/** How often all of a process was collected because we asked for it, by the time it was looked at. */
async function collectionsOf({ busy }: { busy: boolean }): Promise<number> {
  const script = `
    import { setImmediate as turn } from 'node:timers/promises'
    import { collectAtRest } from '${new URL('collect-garbage.ts', import.meta.url)}'
    const alive = setInterval(() => {}, 60_000)
    let looked = false
    const looking = collectAtRest(400).then(() => { looked = true })
    while (${busy} && !looked) await turn()
    await looking
    clearInterval(alive)`
  // V8 says of each collection why it was made: "testing" is its word for one that was asked for.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--trace-gc',
    '--input-type=module',
    '-e',
    script,
  ])
  return stdout.split('\n').filter((line) => /Mark-Compact.* testing/.test(line)).length
}

t.test('a process that rests after its start is collected; one that works is left alone', async (t) => {
  t.ok((await collectionsOf({ busy: false })) > 0)
  t.equal(await collectionsOf({ busy: true }), 0)
})
