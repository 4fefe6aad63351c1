import { History, Pencil, Pin, PinOff, X } from 'lucide-react'
import { useState } from 'react'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Badge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { Evidence } from './evidence.tsx'
import { ItemEditor } from './item-editor.tsx'
import { ItemHistory } from './item-history.tsx'
import { inUse } from './item-state.ts'
import type { PreferenceItem } from './preferences.queries.ts'
import { changePreference, rejectPreference } from './preferences.queries.ts'
import { usePreferencesText } from './preferences.text.ts'

/** One preference: what it says, where it comes from, and what its owner can do with it. */
export function Item({ item }: { item: PreferenceItem }) {
  const text = usePreferencesText()
  const [open, setOpen] = useState<'editor' | 'history' | 'reject'>()
  const { act, busy, error } = useAct()
  const close = () => setOpen(undefined)
  const pinned = item.state === 'pinned'
  const { effect } = item
  return (
    <li className="grid gap-1 border-b border-line py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className={inUse(item) ? 'text-sm wrap-anywhere' : 'text-sm wrap-anywhere text-ink-2'}>
            {item.statement}
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-1 text-xs text-ink-3">
            <Badge>{text[item.kind]}</Badge>
            <State item={item} />
            {item.scope === 'agent' && text.forAgent}
            {item.scope === 'scenario' && text.forScenario}
          </p>
        </div>
        <div className="flex">
          {inUse(item) && (
            <>
              <IconButton
                label={pinned ? text.unpin : text.pin}
                title={text.pinHint}
                aria-pressed={pinned}
                icon={pinned ? <PinOff size={16} /> : <Pin size={16} />}
                disabled={busy}
                onClick={() => void act(() => changePreference(item.id, { pinned: !pinned }))}
              />
              <IconButton label={text.edit} icon={<Pencil size={16} />} onClick={() => setOpen('editor')} />
            </>
          )}
          <IconButton label={text.history} icon={<History size={16} />} onClick={() => setOpen('history')} />
          {inUse(item) && (
            <IconButton label={text.reject} icon={<X size={16} />} onClick={() => setOpen('reject')} />
          )}
        </div>
      </div>
      {effect && (
        <p className="text-xs text-ink-2">
          {text.effect(effect.with.disliked, effect.with.rated, effect.before.disliked, effect.before.rated)}
        </p>
      )}
      {item.evidence.length > 0 && <Evidence ids={item.evidence} />}
      <ProblemNote error={error} />
      {open === 'editor' && <ItemEditor item={item} onClose={close} />}
      {open === 'history' && <ItemHistory item={item} onClose={close} />}
      {open === 'reject' && (
        <AskFirst
          danger
          title={text.rejectTitle}
          act={text.reject}
          onClose={close}
          onAct={async () => {
            await rejectPreference(item.id)
            toast(text.rejected)
          }}
        >
          <p className="text-ink">{item.statement}</p>
          <p>{text.rejectWhat}</p>
        </AskFirst>
      )}
    </li>
  )
}

function State({ item: { state, source, reason } }: { item: PreferenceItem }) {
  const text = usePreferencesText()
  const own = source === 'user' && <Badge tone="brand">{text.ownBadge}</Badge>
  const whyRetired: Record<string, string> = {
    'disliked more often': text.stateRetired,
    'evidence removed': text.stateUnfounded,
  }
  const words = {
    active: own,
    pinned: (
      <>
        {own}
        <Badge tone="brand">{text.pinnedBadge}</Badge>
      </>
    ),
    edited: own || <Badge tone="brand">{text.editedBadge}</Badge>,
    rejected: text.stateRejected,
    superseded: text.stateSuperseded,
    retired: whyRetired[reason ?? ''] ?? text.stateStopped,
  }
  return words[state]
}
