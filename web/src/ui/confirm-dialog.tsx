import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useUiText } from './ui.text.ts'

interface Props {
  /** What is about to be done, as a question or an act. */
  title: string
  open: boolean
  /** What it means, and whether it can be undone. */
  consequence: string
  /** On the button that does it. */
  act: string
  busy?: boolean
  error?: unknown
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be undone, or not easily. The safe way out has the focus. */
export function ConfirmDialog({ title, open, consequence, act, busy, error, onConfirm, onClose }: Props) {
  const text = useUiText()
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <p className="text-sm">{consequence}</p>
      <ProblemNote error={error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button data-focus onClick={onClose}>
          {text.cancel}
        </Button>
        <Button kind="danger" busy={busy} onClick={onConfirm}>
          {act}
        </Button>
      </div>
    </Dialog>
  )
}
