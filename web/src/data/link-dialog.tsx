import { useMutation } from '@tanstack/react-query'
import { moment } from '../text/format.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { createLink, takeBackLinks } from './data.queries.ts'
import { useDataText } from './data.text.ts'
import type { Export } from './follow-export.ts'

/** A link that opens the file to whoever has it: made when asked for, with its end told, and taken back. */
export function LinkDialog({ one, onClose }: { one: Export; onClose: () => void }) {
  const text = useDataText()
  const made = useMutation({ mutationFn: () => createLink(one.id) })
  const takenBack = useMutation({
    mutationFn: () => takeBackLinks(one.id),
    onSuccess: () => {
      made.reset()
      toast(text.linksTakenBack)
    },
  })
  // Without a public address the platform tells a path: it is of where this page is.
  const url = made.data && new URL(made.data.url, location.href).href
  return (
    <Dialog title={text.link} open onClose={onClose}>
      <p className="text-sm text-ink-2">{text.linkLead}</p>
      {made.data && url ? (
        <div className="grid gap-2">
          <TextField
            label={text.linkLabel}
            value={url}
            readOnly
            hint={text.linkUntil(moment(made.data.expires_at))}
            onFocus={({ target }) => target.select()}
          />
          <CopyButton text={() => url} label={text.linkCopy} className="justify-self-start" />
        </div>
      ) : (
        <Button
          kind="primary"
          className="justify-self-start"
          busy={made.isPending}
          onClick={() => made.mutate()}
        >
          {text.linkCreate}
        </Button>
      )}
      <ProblemNote error={made.error ?? takenBack.error} />
      <div className="grid gap-2 border-t border-line pt-4">
        <p className="text-xs text-ink-3">{text.linkTakeBackHint}</p>
        <Button
          kind="danger"
          className="justify-self-start"
          busy={takenBack.isPending}
          onClick={() => takenBack.mutate()}
        >
          {text.linkTakeBack}
        </Button>
      </div>
    </Dialog>
  )
}
