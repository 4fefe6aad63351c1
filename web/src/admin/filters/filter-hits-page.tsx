import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { count, moment } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/placeholder.tsx'
import { Table } from '../../ui/table.tsx'
import { useAdminText } from '../admin.text.ts'
import { AgentChoice } from '../agent-choice.tsx'
import { agentsQuery } from '../agents/agents.queries.ts'
import { Listing } from '../listing.tsx'
import { idOf, useFilters } from '../use-filters.ts'
import { UserName } from '../user-name.tsx'
import { filterHitsQuery } from './filter-hits.queries.ts'
import { useHitsText } from './filter-hits.text.ts'

const tones = { block: 'danger', mask: 'warn', flag: 'plain' } as const

export function FilterHitsPage() {
  const text = useHitsText()
  const shared = useAdminText()
  const [{ agent_id }, change] = useFilters('agent_id')
  const agentId = idOf(agent_id)
  const query = useInfiniteQuery(filterHitsQuery(agentId))
  const { data: agents = [] } = useQuery(agentsQuery())
  const nameOf = (id: number) => agents.find((agent) => agent.id === id)?.name ?? text.agentNumber(id)
  return (
    <Page title={shared.filters} lead={text.lead} wide>
      <div className="sm:w-72">
        <AgentChoice label={text.agent} value={agentId} onChange={(id) => change({ agent_id: id })} />
      </div>
      <Listing
        query={query}
        rowsOf={(page) => page.hits}
        empty={
          <EmptyState title={text.none}>
            {agentId === undefined ? (
              text.noneHow
            ) : (
              <Button onClick={() => change({ agent_id: '' })}>{shared.clearFilters}</Button>
            )}
          </EmptyState>
        }
      >
        {(hits) => (
          <Table
            label={shared.filters}
            rows={hits}
            keyOf={(hit) => hit.id}
            columns={[
              {
                title: text.at,
                cell: (hit) => <span className="whitespace-nowrap">{moment(hit.at)}</span>,
              },
              { title: text.rule, cell: (hit) => hit.rule },
              {
                title: text.action,
                cell: (hit) => <Badge tone={tones[hit.action]}>{text[hit.action]}</Badge>,
              },
              { title: text.place, cell: (hit) => text[hit.place] },
              { title: text.count, cell: (hit) => count(hit.count), end: true },
              {
                title: text.agent,
                cell: (hit) => (
                  <Link
                    href={`${paths.adminAgent(hit.agent_id)}?part=filters`}
                    className="whitespace-nowrap text-brand hover:underline"
                  >
                    {nameOf(hit.agent_id)}
                  </Link>
                ),
              },
              { title: text.user, cell: (hit) => <UserName id={hit.user_id} nobody={shared.guest} /> },
            ]}
          />
        )}
      </Listing>
    </Page>
  )
}
