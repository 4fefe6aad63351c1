import { useQuery } from '@tanstack/react-query'
import { moment } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { usePersonalText } from '../personal.text.ts'
import type { PreferenceItem } from './preferences.queries.ts'
import { historyQuery, revertPreference } from './preferences.queries.ts'
import { usePreferencesText } from './preferences.text.ts'

/** What a preference said before, with the way back. */
export function ItemHistory({ item, onClose }: { item: PreferenceItem; onClose: () => void }) {
  const text = usePreferencesText()
  const shared = usePersonalText()
  const { data, error, refetch } = useQuery(historyQuery(item.id, item.version))
  const { act, busy, error: refusal } = useAct()
  const states = {
    active: text.stateActive,
    pinned: text.pinnedBadge,
    edited: text.editedBadge,
    rejected: text.stateRejected,
    superseded: text.stateSuperseded,
    retired: text.stateStopped,
  }
  async function revert(version: number) {
    if (!(await act(() => revertPreference(item.id, version)))) return
    toast(text.reverted)
    onClose()
  }
  return (
    <Dialog title={text.historyOf} open onClose={onClose}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={3} />}
      <ProblemNote error={refusal} />
      <ol className="grid max-h-[60dvh] overflow-y-auto text-sm">
        {data?.map(({ version, statement, state, changed_at }) => (
          <li
            key={version}
            className="flex items-start justify-between gap-3 border-t border-line py-2 first:border-0"
          >
            <div className="min-w-0">
              <p className="wrap-anywhere">{statement}</p>
              <p className="text-xs text-ink-2">
                {shared.version(version)} · {states[state]} · {moment(changed_at)}
              </p>
            </div>
            {version !== item.version && (
              <Button small className="shrink-0" busy={busy} onClick={() => void revert(version)}>
                {text.revert}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
