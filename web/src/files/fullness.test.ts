import t from 'tap'
import type { FilesSummary } from './files.queries.ts'
import { fullness } from './fullness.ts'

const of = (total_bytes: number, total_files: number) =>
  ({
    total_bytes,
    total_files,
    quota: { bytes_max: 1_000, files_max: 10, bytes_left: 1_000 - total_bytes, files_left: 10 - total_files },
  }) as FilesSummary

t.test('whichever ends first says how full it is', async (t) => {
  t.same(fullness(of(100, 5)), { percent: 50, full: false })
  t.same(fullness(of(990, 5)), { percent: 99, full: false })
  t.same(fullness(of(100, 10)), { percent: 100, full: true })
  t.same(fullness(of(1_200, 1)), { percent: 100, full: true }, 'a limit that was lowered')
})
