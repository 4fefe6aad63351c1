import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'wouter'
import { paths } from '../../routes.ts'
import { Page } from '../../ui/page.tsx'
import { PartTabs } from '../../ui/part-tabs.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAdminText } from '../admin.text.ts'
import { oneOf, useFilters } from '../use-filters.ts'
import { AgentEditor } from './agent-editor.tsx'
import { AgentVersions } from './agent-versions.tsx'
import { agentQuery } from './agents.queries.ts'
import { useAgentsText } from './agents.text.ts'
import { FiltersEditor } from './filters-editor.tsx'
import { TryIt } from './try-it.tsx'

export function AgentPage() {
  const { id } = useParams<{ id: string }>()
  // Another agent is another editor, with a draft of its own.
  return id === 'new' ? <NewAgent /> : <OneAgent key={id} id={Number(id)} />
}

function NewAgent() {
  const text = useAgentsText()
  return (
    <Page title={text.newTitle} lead={<Back />}>
      <AgentEditor />
    </Page>
  )
}

const parts = ['edit', 'try', 'versions', 'filters'] as const

function OneAgent({ id }: { id: number }) {
  const text = useAgentsText()
  const { agents } = useAdminText()
  const { data: agent, error, refetch } = useQuery(agentQuery(id))
  const [{ part }, change] = useFilters('part')
  const shown = oneOf(parts, part) ?? 'edit'
  return (
    <Page title={agent?.name ?? agents} lead={<Back />}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!agent && !error && <Skeleton lines={10} />}
      {agent && (
        <>
          <PartTabs
            label={text.parts}
            current={shown}
            onChange={(next) => change({ part: next === 'edit' ? '' : next })}
            parts={[
              ['edit', text.edit],
              ['try', text.tryIt],
              ['versions', text.versions],
              ['filters', text.filters],
            ]}
          />
          {shown === 'edit' && <AgentEditor agent={agent} />}
          {shown === 'try' && <TryIt agent={agent} />}
          {shown === 'versions' && <AgentVersions agent={agent} />}
          {shown === 'filters' && <FiltersEditor agent={agent} />}
        </>
      )}
    </Page>
  )
}

function Back() {
  const text = useAgentsText()
  return (
    <Link href={paths.adminAgents()} className="text-brand hover:underline">
      ← {text.back}
    </Link>
  )
}
