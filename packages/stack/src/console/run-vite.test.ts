import { existsSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { runVite } from './run-vite.ts'

const root = join(import.meta.dirname, '../../../..')

t.test('two starts of one checkout build at once, and both have their pages', async (t) => {
  const place = t.testdir({ one: {}, other: {} })
  const folders = ['one', 'other'].map((name) => join(place, name))
  await Promise.all(folders.map((folder) => runVite(root, folder)))
  for (const folder of folders) t.ok(existsSync(join(folder, 'index.html')))
})
