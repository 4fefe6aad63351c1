import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download, Plus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../../routes.ts'
import { count } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { CheckBox, TextField } from '../../ui/field.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Page } from '../../ui/page.tsx'
import { PartTabs } from '../../ui/part-tabs.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { saveBlob } from '../../ui/save-file.ts'
import { useAct } from '../../ui/use-act.ts'
import { type Subject, statuses, useLearningText } from '../learning.text.ts'
import { SubjectField } from '../subject-field.tsx'
import { MistakeRow } from './mistake-row.tsx'
import {
  exportFormats,
  exportNotebook,
  type Filter,
  mistakesQuery,
  statisticsQuery,
} from './notebook.queries.ts'
import { useNotebookText } from './notebook.text.ts'

/** All mistakes of a learner, by words, subject and state. */
export function NotebookPage() {
  const text = useNotebookText()
  const names = useLearningText()
  const [, go] = useLocation()
  const [filter, setFilter] = useState<Filter>({})
  const sought = useDeferredValue(filter)
  const query = useInfiniteQuery({ ...mistakesQuery(sought), placeholderData: (before) => before })
  const { data: counts } = useQuery(statisticsQuery)
  const mistakes = query.data?.pages.flatMap((page) => page.items)
  const { act, busy, error } = useAct()
  const filtered = Object.keys(filter).length > 0
  /** A filter that holds nothing is not sent. */
  const narrow = (change: { [K in keyof Filter]: Filter[K] | '' | false | undefined }) =>
    setFilter((before) =>
      Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value)),
    )
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          <Menu
            label={text.export}
            icon={<Download size={16} />}
            items={exportFormats.map((format) => ({
              label: text[format],
              onSelect: () =>
                void act(async () => {
                  const { name, file } = await exportNotebook(format, filter)
                  saveBlob(name, file)
                }),
            }))}
          />
          <Button kind="primary" icon={<Plus size={16} />} onClick={() => go(paths.mistake('new'))}>
            {text.add}
          </Button>
        </>
      }
    >
      {counts && counts.total_mistakes > 0 && (
        <p className="text-sm text-ink-2">
          {text.counts(
            count(counts.total_mistakes),
            count(counts.due_today),
            count(counts.review_streak_days),
          )}
        </p>
      )}
      <div className="grid gap-3 sm:grid-cols-[2fr_1fr]">
        <TextField
          label={text.search}
          type="search"
          maxLength={200}
          value={filter.search ?? ''}
          onChange={({ currentTarget }) => narrow({ search: currentTarget.value })}
        />
        <SubjectField
          any
          value={filter.subject ?? ''}
          onChange={({ currentTarget }) => narrow({ subject: currentTarget.value as Subject | '' })}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <PartTabs
          label={text.filters}
          parts={[['all', text.anyStatus], ...statuses.map((one): [string, string] => [one, names[one]])]}
          current={filter.mastery_status ?? 'all'}
          onChange={(part) =>
            narrow({ mastery_status: part === 'all' ? '' : (part as Filter['mastery_status']) })
          }
        />
        <CheckBox
          label={text.onlyStarred}
          checked={filter.starred === true}
          onChange={({ currentTarget }) => narrow({ starred: currentTarget.checked && true })}
        />
      </div>
      <ProblemNote error={error} />
      {!mistakes && !query.error && <Skeleton lines={6} />}
      {mistakes?.length === 0 &&
        (filtered ? (
          <EmptyState title={text.notFound}>{text.notFoundHow}</EmptyState>
        ) : (
          <EmptyState title={text.none}>{text.noneHow}</EmptyState>
        ))}
      {mistakes && mistakes.length > 0 && (
        <ul aria-label={text.list} aria-busy={busy} className="grid border-t border-line">
          {mistakes.map((mistake) => (
            <MistakeRow key={mistake.id} mistake={mistake} />
          ))}
        </ul>
      )}
      <LoadMore {...query} />
    </Page>
  )
}
