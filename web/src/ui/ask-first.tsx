import type { ReactNode } from 'react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useUiText } from './ui.text.ts'

interface Props {
  /** A question. */
  title: string
  /** What will happen. */
  children: ReactNode
  /** The word on the button that does it. */
  act: string
  danger?: boolean
  onAct: () => Promise<unknown>
  onClose: () => void
}

/** Asks before an act with consequences, and stays open with the reason when the act fails. The safe way out has the focus. */
export function AskFirst({ title, children, act, danger, onAct, onClose }: Props) {
  const text = useUiText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  async function run() {
    setBusy(true)
    setError(undefined)
    try {
      await onAct()
      onClose()
    } catch (refusal) {
      setError(refusal)
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} open onClose={onClose}>
      <div className="grid gap-2 text-sm text-ink-2">{children}</div>
      <ProblemNote error={error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-focus onClick={onClose}>
          {text.cancel}
        </Button>
        <Button kind={danger ? 'danger' : 'primary'} busy={busy} onClick={run}>
          {act}
        </Button>
      </div>
    </Dialog>
  )
}
