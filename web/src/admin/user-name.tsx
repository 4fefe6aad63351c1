import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { paths } from '../routes.ts'
import { useSession } from '../session/session.ts'
import { useAdminText } from './admin.text.ts'
import { userNameQuery } from './users/users.queries.ts'

/** Who it was, by name: lists of the API know ids only. `gone`: known to be deleted, so not asked for. */
export function UserName({ id, gone, nobody }: { id: string | null; gone?: boolean; nobody: string }) {
  const text = useAdminText()
  const { user } = useSession()
  const { data: name } = useQuery({ ...userNameQuery(id ?? ''), enabled: id !== null && !gone })
  if (id === null) return <span className="text-ink-3">{nobody}</span>
  const short = id.slice(-8)
  if (gone || name === null)
    return (
      <span className="text-ink-3" title={id}>
        {text.goneUser}
      </span>
    )
  return (
    <Link href={paths.adminUser(id)} title={id} className="whitespace-nowrap text-brand hover:underline">
      {name ?? <code className="text-xs">{short}</code>}
      {id === user?.id && <span className="text-ink-3"> ({text.you})</span>}
    </Link>
  )
}
