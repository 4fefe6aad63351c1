import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { User } from '../session/session.ts'
import { SignedInOnly } from '../session/signed-in-only.tsx'
import { Page } from '../ui/page.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { exportsQuery } from './data.queries.ts'
import { useDataText } from './data.text.ts'
import { DeleteAccount } from './delete-account.tsx'
import { EverythingNow } from './everything-now.tsx'
import { ExportList } from './export-list.tsx'
import type { Export } from './follow-export.ts'
import { ImportSection } from './import-section.tsx'
import { NewExportForm } from './new-export-form.tsx'
import { saveFile } from './save-file.ts'
import { useFollowing } from './use-following.ts'

export function DataPage() {
  const text = useDataText()
  return (
    <SignedInOnly>
      {(user) => (
        <Page title={text.title} lead={text.lead}>
          <Room user={user} />
        </Page>
      )}
    </SignedInOnly>
  )
}

function Room({ user }: { user: User }) {
  const text = useDataText()
  const list = useInfiniteQuery(exportsQuery)
  const exports = list.data?.pages.flatMap((page) => page.exports)
  // Those whose download begins by itself, as was asked for.
  const wanted = useRef(new Set<string>())
  const [error, setError] = useState<unknown>()

  useFollowing(exports, (ended) => {
    const isWanted = wanted.current.delete(ended.id)
    if (ended.status !== 'completed') return
    if (isWanted) void save(ended)
    else toast(text.ready(ended.file_name))
  })
  async function save({ id }: Export) {
    setError(undefined)
    try {
      await saveFile(id)
      toast(text.downloading)
    } catch (refusal) {
      setError(refusal)
    }
  }

  return (
    <>
      <EverythingNow
        onStart={({ id }) => wanted.current.add(id)}
        waiting={(exports ?? []).some(({ id }) => wanted.current.has(id))}
      />
      <ProblemNote error={error} />
      <NewExportForm user={user} />
      <ImportSection />
      <ExportList list={list} exports={exports} />
      <DeleteAccount user={user} />
    </>
  )
}
