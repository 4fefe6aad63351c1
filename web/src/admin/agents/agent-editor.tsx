import type { FormEvent } from 'react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../../routes.ts'
import { count } from '../../text/format.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { faultBelow } from '../fault-below.ts'
import { useFirstFault } from '../use-first-fault.ts'
import type { AdminAgent } from './agents.queries.ts'
import { ChangedMeanwhile, createAgent, saveAgent } from './agents.queries.ts'
import { Conflict } from './conflict.tsx'
import { DeleteAgent } from './delete-agent.tsx'
import { toDefinition } from './draft.ts'
import { useEditorText } from './editor.text.ts'
import { ListingFields } from './listing-fields.tsx'
import { ModelFields } from './model-fields.tsx'
import { useDraft } from './use-draft.ts'
import { useLeaving } from './use-leaving.ts'

/** Everything an administrator sets for an agent; without an agent it makes a new one. */
export function AgentEditor({ agent }: { agent?: AdminAgent }) {
  const text = useEditorText()
  const [, go] = useLocation()
  const { form, version, unsaved, conflict, change, discard, moveToNewest } = useDraft(agent)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [discarding, setDiscarding] = useState(false)
  const leaving = useLeaving(unsaved)
  const { form: ref, atField } = useFirstFault(error)
  const fault = (path: string) => faultBelow(error, path)

  async function save(event: FormEvent) {
    event.preventDefault()
    const definition = toDefinition(form)
    if (!definition) return
    setBusy(true)
    setError(undefined)
    try {
      if (agent) {
        const stored = await saveAgent(agent.id, version, definition)
        discard()
        toast(text.saved(stored.version))
      } else {
        const made = await createAgent(definition)
        discard()
        toast(text.created)
        go(paths.adminAgent(made.id), { replace: true })
      }
    } catch (refusal) {
      // The newest version is known by now, and the page shows both.
      if (!(refusal instanceof ChangedMeanwhile)) setError(refusal)
    }
    setBusy(false)
  }

  return (
    <form ref={ref} noValidate className="grid grid-cols-1 gap-6" onSubmit={save}>
      {agent && conflict && (
        <Conflict
          theirs={agent}
          mine={toDefinition(form)}
          myVersion={version}
          onKeepMine={() => {
            moveToNewest()
            toast(text.keptMine)
          }}
          onTakeTheirs={discard}
        />
      )}
      <div className="grid gap-4">
        <TextField
          label={text.name}
          error={fault('name')}
          required
          maxLength={100}
          value={form.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <TextField
          label={text.description}
          hint={text.descriptionHint}
          error={fault('description')}
          maxLength={1_000}
          value={form.description}
          onChange={(event) => change({ description: event.target.value })}
        />
        <TextArea
          label={text.prompt}
          hint={text.promptHint(count(form.system_prompt.length))}
          error={fault('system_prompt')}
          rows={16}
          className="max-h-[60dvh] text-sm leading-relaxed"
          value={form.system_prompt}
          onChange={(event) => change({ system_prompt: event.target.value })}
        />
      </div>
      <ModelFields model={form.model} onChange={(model) => change({ model })} fault={fault} />
      <ListingFields form={form} onChange={change} fault={fault} />
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-paper px-4 py-3">
        <p role="status" className="min-w-0 flex-1 basis-56 text-xs text-ink-2">
          {unsaved ? text.unsaved : agent && text.allSaved(agent.version)}
        </p>
        <div className="flex flex-wrap gap-2">
          {unsaved && <Button onClick={() => setDiscarding(true)}>{text.discard}</Button>}
          <Button kind="primary" type="submit" busy={busy} disabled={!unsaved || conflict}>
            {agent ? text.save : text.create}
          </Button>
        </div>
        {!atField && (
          <div className="w-full empty:hidden">
            <ProblemNote error={error} />
          </div>
        )}
      </div>
      {agent && <DeleteAgent agent={agent} />}
      {discarding && (
        <AskFirst
          title={text.discardTitle}
          act={text.discard}
          danger
          onClose={() => setDiscarding(false)}
          onAct={async () => {
            setError(undefined)
            discard()
          }}
        >
          {text.discardWhat}
        </AskFirst>
      )}
      <Dialog title={text.leaveTitle} open={leaving.asked} onClose={leaving.stay}>
        <p className="text-sm text-ink-2">{text.leaveWhat}</p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button
            kind="danger"
            onClick={() => {
              discard()
              leaving.leave()
            }}
          >
            {text.leaveAndDiscard}
          </Button>
          <Button onClick={leaving.leave}>{text.leave}</Button>
          <Button kind="primary" onClick={leaving.stay}>
            {text.stay}
          </Button>
        </div>
      </Dialog>
    </form>
  )
}
