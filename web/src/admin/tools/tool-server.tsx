import { useState } from 'react'
import { moment } from '../../text/format.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CheckBox } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import type { ToolServer } from './tool-servers.queries.ts'
import { changeServer, checkServer, removeServer } from './tool-servers.queries.ts'
import { useToolServersText } from './tool-servers.text.ts'

/** A server, how it is, and which of its tools may reach models. */
export function ToolServerCard({ server }: { server: ToolServer }) {
  const text = useToolServersText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [removing, setRemoving] = useState(false)
  const [wanted, setWanted] = useState<ReadonlySet<string>>()
  const allowed = wanted ?? new Set(server.allow)
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  const save = () =>
    act(async () => {
      await changeServer(server.id, { allow: [...allowed] })
      setWanted(undefined)
      toast(text.saved)
    })
  const state = server.enabled ? server.status : 'off'
  const tones = { ok: 'ok', failing: 'danger', unchecked: 'warn', off: 'plain' } as const
  return (
    <section aria-label={server.name} className="grid gap-3 rounded-md border border-line bg-raised p-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-lg font-semibold">{server.name}</h2>
        <Badge tone={tones[state]}>{text[state]}</Badge>
        <span className="min-w-0 text-sm text-ink-2 wrap-anywhere">{server.url}</span>
        {server.checked_at && (
          <span className="text-xs text-ink-2">{text.checked(moment(server.checked_at))}</span>
        )}
      </div>
      {server.problem && <p className="text-sm text-danger">{server.problem}</p>}
      {server.tools.length === 0 ? (
        <p className="text-sm text-ink-2">{text.noTools}</p>
      ) : (
        <fieldset aria-label={text.allowed} className="grid gap-2">
          {server.tools.map((tool) => (
            <CheckBox
              key={tool.name}
              label={`${tool.title ?? tool.name} · ${tool.read_only ? text.readOnly : text.writes}`}
              hint={tool.unusable ?? tool.description}
              disabled={tool.unusable !== null}
              checked={allowed.has(tool.name)}
              onChange={(event) => {
                const next = new Set(allowed)
                if (event.target.checked) next.add(tool.name)
                else next.delete(tool.name)
                setWanted(next)
              }}
            />
          ))}
        </fieldset>
      )}
      <ProblemNote error={error} />
      <div className="flex flex-wrap gap-2">
        {wanted && (
          <Button kind="primary" busy={busy} onClick={() => void save()}>
            {text.save}
          </Button>
        )}
        <Button busy={busy && !wanted} onClick={() => void act(() => checkServer(server.id))}>
          {text.check}
        </Button>
        <Button onClick={() => void act(() => changeServer(server.id, { enabled: !server.enabled }))}>
          {server.enabled ? text.turnOff : text.turnOn}
        </Button>
        <Button kind="danger" onClick={() => setRemoving(true)}>
          {text.remove}
        </Button>
      </div>
      {removing && (
        <AskFirst
          title={text.removeTitle(server.name)}
          act={text.remove}
          danger
          onClose={() => setRemoving(false)}
          onAct={async () => {
            await removeServer(server.id)
            toast(text.removed)
          }}
        >
          {text.removeWhat}
        </AskFirst>
      )}
    </section>
  )
}
