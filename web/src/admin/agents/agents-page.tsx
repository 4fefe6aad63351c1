import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { paths } from '../../routes.ts'
import { ago } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Table } from '../../ui/table.tsx'
import { useAdminText } from '../admin.text.ts'
import { agentsQuery, defaultAgentId } from './agents.queries.ts'
import { useAgentsText } from './agents.text.ts'

export function AgentsPage() {
  const text = useAgentsText()
  const shared = useAdminText()
  const [, go] = useLocation()
  const { data: agents, error, refetch } = useQuery(agentsQuery())
  return (
    <Page
      title={shared.agents}
      lead={text.lead}
      wide
      actions={
        <Button kind="primary" icon={<Plus size={16} />} onClick={() => go(paths.adminAgent('new'))}>
          {text.create}
        </Button>
      }
    >
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!agents && !error && <Skeleton lines={5} />}
      {agents?.length === 0 && <EmptyState title={text.none}>{text.noneHow}</EmptyState>}
      {agents && agents.length > 0 && (
        <Table
          label={shared.agents}
          rows={agents}
          keyOf={(agent) => agent.id}
          columns={[
            {
              title: text.name,
              cell: (agent) => (
                <div className="max-w-96 min-w-40">
                  <Link
                    href={paths.adminAgent(agent.id)}
                    className="font-semibold text-brand hover:underline"
                  >
                    {agent.name}
                  </Link>
                  <p className="line-clamp-1 text-xs text-ink-3">{agent.description}</p>
                </div>
              ),
            },
            {
              title: text.state,
              cell: (agent) => (
                <span className="flex flex-wrap gap-1">
                  <Badge>{agent.visibility === 'public' ? text.public : text.hidden}</Badge>
                  {agent.id === defaultAgentId && <Badge tone="brand">{text.isDefault}</Badge>}
                </span>
              ),
            },
            {
              title: text.model,
              cell: (agent) =>
                agent.model_config.model ?? <span className="text-ink-3">{text.modelDefault}</span>,
            },
            { title: text.version, cell: (agent) => agent.version, end: true },
            {
              title: text.updated,
              cell: (agent) => <span className="whitespace-nowrap">{ago(agent.updated_at)}</span>,
            },
          ]}
        />
      )}
    </Page>
  )
}
