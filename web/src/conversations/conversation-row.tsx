import { Archive, ArchiveRestore, Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { paths } from '../routes.ts'
import { AskFirst } from '../ui/ask-first.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Menu } from '../ui/menu.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { type Conversation, changeConversation, deleteConversation } from './conversations.queries.ts'
import { useConversationsText } from './conversations.text.ts'

type Asked = 'rename' | 'delete' | null

/** One conversation of the list, and what one can do with it. */
export function ConversationRow({ conversation }: { conversation: Conversation }) {
  const text = useConversationsText()
  const [at, go] = useLocation()
  const [asked, setAsked] = useState<Asked>(null)
  const [error, setError] = useState<unknown>(null)
  const { id, pinned, archived } = conversation
  const title = conversation.title || text.untitled
  const here = at === paths.conversation(id)
  const change = (body: Parameters<typeof changeConversation>[1]) =>
    void changeConversation(id, body).catch(setError)
  const close = () => setAsked(null)

  return (
    <li
      className={classNames(
        'group/row flex items-center rounded-md hover:bg-brand-soft',
        here && 'bg-brand-soft',
      )}
    >
      <Link
        href={paths.conversation(id)}
        aria-current={here ? 'page' : undefined}
        title={title}
        className={classNames(
          'flex min-h-11 min-w-0 flex-1 items-center rounded-md pl-3 text-sm md:min-h-9',
          here && 'font-semibold text-brand-ink',
        )}
      >
        <span className="truncate">{title}</span>
      </Link>
      <Menu
        label={`${text.actions}: ${title}`}
        icon={<Ellipsis size={16} />}
        className="md:opacity-0 md:group-focus-within/row:opacity-100 md:group-hover/row:opacity-100 md:aria-expanded:opacity-100"
        items={[
          pinned
            ? { label: text.unpin, icon: <PinOff size={16} />, onSelect: () => change({ pinned: false }) }
            : { label: text.pin, icon: <Pin size={16} />, onSelect: () => change({ pinned: true }) },
          { label: text.rename, icon: <Pencil size={16} />, onSelect: () => setAsked('rename') },
          archived
            ? {
                label: text.unarchive,
                icon: <ArchiveRestore size={16} />,
                onSelect: () => change({ archived: false }),
              }
            : {
                label: text.archive,
                icon: <Archive size={16} />,
                onSelect: () => change({ archived: true }),
              },
          {
            label: text.delete,
            icon: <Trash2 size={16} />,
            danger: true,
            onSelect: () => setAsked('delete'),
          },
        ]}
      />
      {Boolean(error) && (
        <Dialog title={title} open onClose={() => setError(null)}>
          <ProblemNote error={error} />
        </Dialog>
      )}
      {asked === 'rename' && (
        <Rename
          title={conversation.title}
          onClose={close}
          onSave={(next) => changeConversation(id, { title: next })}
        />
      )}
      {asked === 'delete' && (
        <AskFirst
          danger
          title={text.deleteTitle}
          act={text.delete}
          onClose={close}
          onAct={async () => {
            // First: what is gone cannot be shown, nor an answer under way in it be read on.
            if (here) go(paths.home())
            await deleteConversation(id)
          }}
        >
          <p className="font-semibold text-ink">{title}</p>
          <p>{text.deleteWhat}</p>
        </AskFirst>
      )}
    </li>
  )
}

interface RenameProps {
  title: string
  onSave: (title: string) => Promise<void>
  onClose: () => void
}

function Rename({ title, onSave, onClose }: RenameProps) {
  const text = useConversationsText()
  const [value, setValue] = useState(title)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function act() {
    setBusy(true)
    try {
      await onSave(value.trim())
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Dialog title={text.rename} open onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void act()
        }}
      >
        <TextField
          label={text.title}
          value={value}
          maxLength={200}
          onChange={(event) => setValue(event.target.value)}
        />
        <ProblemNote error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{text.cancel}</Button>
          <Button kind="primary" type="submit" busy={busy} disabled={value.trim() === ''}>
            {text.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
