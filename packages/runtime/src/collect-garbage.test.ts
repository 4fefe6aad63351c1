import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'

/** How often all of a process was collected because we asked for it; it is busy first, and then rests. */
async function collectionsOf({ busyMs }: { busyMs: number }): Promise<number> {
  const script = `
    import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
    import { collectAtRest } from '${new URL('collect-garbage.ts', import.meta.url)}'
    collectAtRest(400)
    for (const until = performance.now() + ${busyMs}; performance.now() < until; ) await turn()
    await delay(600)`
  // V8 tells of each collection why it was: "testing" is how it calls one that was asked for.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--trace-gc',
    '--input-type=module',
    '-e',
    script,
  ])
  return stdout.split('\n').filter((line) => /Mark-Compact.* testing/.test(line)).length
}

t.test('a process that rests after its start is collected; one that works is left alone', async (t) => {
  t.ok((await collectionsOf({ busyMs: 0 })) > 0)
  t.equal(await collectionsOf({ busyMs: 500 }), 0)
})
