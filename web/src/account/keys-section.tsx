import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ago, day } from '../text/format.ts'
import { AskFirst } from '../ui/ask-first.tsx'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { EmptyState, Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { Column } from '../ui/table.tsx'
import { Table } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import type { ApiKey } from './account.queries.ts'
import { ownKeys, revokeKey } from './account.queries.ts'
import { useAccountText } from './account.text.ts'
import { CreatedKey } from './created-key.tsx'
import { NewKeyForm } from './new-key-form.tsx'

/** `key`: one that was just made, and is shown this once. */
type Making = { state: 'no' } | { state: 'form' } | { state: 'made'; key: string }

export function KeysSection({ username }: { username: string }) {
  const text = useAccountText()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(ownKeys)
  const [making, setMaking] = useState<Making>({ state: 'no' })
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const keys = data?.pages.flatMap((page) => page.api_keys) ?? []
  return (
    <Section
      id="keys"
      title={text.keys}
      lead={text.keysLead}
      actions={
        making.state === 'no' && (
          <Button icon={<Plus size={16} />} onClick={() => setMaking({ state: 'form' })}>
            {text.newKey}
          </Button>
        )
      }
    >
      {making.state === 'form' && (
        <NewKeyForm
          username={username}
          onMade={(key) => setMaking({ state: 'made', key })}
          onCancel={() => setMaking({ state: 'no' })}
        />
      )}
      {making.state === 'made' && <CreatedKey value={making.key} onDone={() => setMaking({ state: 'no' })} />}
      <ProblemNote error={error} onRetry={refetch} />
      {!data && !error && <Skeleton lines={2} />}
      {data && keys.length === 0 && making.state === 'no' && (
        <EmptyState title={text.noKeys}>{text.noKeysWhat}</EmptyState>
      )}
      {keys.length > 0 && (
        <Table label={text.keys} columns={columnsOf(text, setRevoking)} rows={keys} keyOf={({ id }) => id} />
      )}
      {hasNextPage && (
        <Button className="justify-self-start" busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {text.more}
        </Button>
      )}
      {revoking && (
        <AskFirst
          danger
          title={text.revokeOf(revoking.name)}
          act={text.revoke}
          onAct={async () => {
            await revokeKey(revoking.id)
            toast(text.revoked)
          }}
          onClose={() => setRevoking(null)}
        >
          {text.revokeWhat}
        </AskFirst>
      )}
    </Section>
  )
}

function columnsOf(
  text: ReturnType<typeof useAccountText>,
  onRevoke: (key: ApiKey) => void,
): Column<ApiKey>[] {
  const scopes = { chat: text.scopeChat, export: text.scopeExport, read: text.scopeRead }
  return [
    {
      title: text.keyName,
      cell: ({ name, hint }) => (
        <div className="min-w-32">
          <span className="font-semibold break-words">{name}</span>
          <code className="block text-xs text-ink-2">{hint}…</code>
        </div>
      ),
    },
    { title: text.scopes, cell: (key) => key.scopes.map((scope) => scopes[scope]).join(' · ') },
    {
      title: text.expires,
      cell: ({ expires_at }) => (
        <span className="whitespace-nowrap">{expires_at ? day(expires_at) : text.expiryNever}</span>
      ),
    },
    {
      title: text.used,
      cell: ({ last_used_at }) => (
        <span className="whitespace-nowrap">{last_used_at ? ago(last_used_at) : text.never}</span>
      ),
    },
    {
      title: text.revoke,
      end: true,
      cell: (key) => (
        <Button small kind="danger" aria-label={text.revokeOf(key.name)} onClick={() => onRevoke(key)}>
          {text.revoke}
        </Button>
      ),
    },
  ]
}
