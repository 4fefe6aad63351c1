import { useQuery } from '@tanstack/react-query'
import { Page } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAdminText } from '../admin.text.ts'
import { NewServerForm } from './new-server-form.tsx'
import { ToolServerCard } from './tool-server.tsx'
import { toolServersQuery } from './tool-servers.queries.ts'
import { useToolServersText } from './tool-servers.text.ts'

export function ToolServersPage() {
  const text = useToolServersText()
  const shared = useAdminText()
  const { data: servers, error, refetch } = useQuery(toolServersQuery())
  return (
    <Page title={shared.tools} lead={text.lead} wide>
      <NewServerForm />
      {error ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : servers === undefined ? (
        <Skeleton lines={6} />
      ) : servers.length === 0 ? (
        <EmptyState title={text.none}>{text.noneHow}</EmptyState>
      ) : (
        servers.map((server) => <ToolServerCard key={server.id} server={server} />)
      )}
    </Page>
  )
}
