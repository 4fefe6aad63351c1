import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { paths } from '../routes.ts'
import { SignedInOnly } from '../session/signed-in-only.tsx'
import { AskFirst } from '../ui/ask-first.tsx'
import { LoadMore } from '../ui/load-more.tsx'
import { Page } from '../ui/page.tsx'
import { EmptyState, Skeleton } from '../ui/placeholder.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { toast } from '../ui/toast.tsx'
import { FileCard } from './file-card.tsx'
import type { StoredFile } from './files.queries.ts'
import { filesSummary, ownFiles, removeFile } from './files.queries.ts'
import { useFilesText } from './files.text.ts'
import { Quota } from './quota.tsx'

/** What a person has uploaded: looked at, downloaded, removed. */
export function FilesPage() {
  const text = useFilesText()
  return (
    <SignedInOnly>
      {() => (
        <Page title={text.title} lead={text.lead} wide>
          <Room />
        </Page>
      )}
    </SignedInOnly>
  )
}

function Room() {
  const text = useFilesText()
  const { data: summary } = useQuery(filesSummary)
  const query = useInfiniteQuery(ownFiles)
  const files = query.data?.pages.flatMap((page) => page.files)
  const [asked, setAsked] = useState<StoredFile>()
  return (
    <>
      {summary && <Quota summary={summary} />}
      {!files && !query.error && <Skeleton lines={6} />}
      {files?.length === 0 && (
        <EmptyState title={text.none}>
          <p>{text.noneHow}</p>
          <TextLink to={paths.home()}>{text.newChat}</TextLink>
        </EmptyState>
      )}
      {files && files.length > 0 && (
        <ul aria-label={text.list} className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {files.map((file) => (
            <FileCard key={file.id} file={file} onRemove={() => setAsked(file)} />
          ))}
        </ul>
      )}
      <LoadMore {...query} />
      {asked && (
        <AskFirst
          danger
          title={text.removeTitle(asked.name)}
          act={text.remove}
          onClose={() => setAsked(undefined)}
          onAct={async () => {
            await removeFile(asked.id)
            toast(text.removed)
          }}
        >
          {text.removeWhat}
        </AskFirst>
      )}
    </>
  )
}
