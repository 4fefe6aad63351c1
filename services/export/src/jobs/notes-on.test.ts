import { parse } from 'csv-parse/sync'
import t from 'tap'
import { conversation } from '../test-chat.ts'
import { startTestJobs } from '../test-jobs.ts'
import { notesOn } from './notes-on.ts'

t.test('a CSV with messages longer than a cell of Excel is whole, and its job says so', async (t) => {
  const long = '长，"文"\n'.repeat(8_000)
  // Small parts: the count goes on from one to the next.
  const { complete } = await startTestJobs(t, (id) => [conversation(id, 'One', [long, 'short', long])], {
    EXPORT_PART_BYTES: 4_096,
  })
  const { job, file } = await complete({ format: 'csv' })
  const rows: Record<string, string>[] = parse(file, { bom: true, columns: true, record_delimiter: '\r\n' })
  t.same(
    rows.map(({ content, content_length }) => [content, content_length]),
    [long, 'short', long].map((content) => [content, `${content.length}`]),
  )
  t.equal(job.notes.length, 1)
  t.match(job.notes[0], /2 messages are longer than the 32767 characters/)

  const others = await complete({ format: 'ndjson' })
  t.same(others.job.notes, [], 'other formats have no such limit')
})

t.test('more rows than a sheet of Excel are told as well', async (t) => {
  const job = { format: 'csv', rows: 1_048_576, long_cells: 0 } as const
  t.match(notesOn(job), [/1048576 rows, of which Excel opens 1048575/])
  t.same(notesOn({ ...job, rows: 1_048_575 }), [])
  t.same(notesOn({ ...job, format: 'json' }), [])
})
