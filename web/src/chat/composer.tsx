import { ArrowUp, Compass, Square } from 'lucide-react'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import { lazy, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { AttachButton } from '../attach/attach-button.tsx'
import type { AttachedFile } from '../attach/attachments.ts'
import { DropArea } from '../attach/drop-area.tsx'
import { useFilesText } from '../attach/files.text.ts'
import { useAttachments } from '../attach/open-attachments.ts'
import { useSession } from '../session/session.ts'
import { IconButton } from '../ui/button.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { useChatText } from './chat.text.ts'
import { draftFilesOf } from './draft-files.ts'
import { drafts } from './drafts.ts'
import { sends } from './enter-key.ts'
import type { Live } from './reply/live.ts'

const ScenariosDialog = lazy(async () => ({
  default: (await import('./scenarios/scenarios-dialog.tsx')).ScenariosDialog,
}))

// Only who adds a file needs it.
const Tray = lazy(async () => ({ default: (await import('../attach/tray.tsx')).Tray }))

interface Props {
  /** Where the draft belongs: a conversation's id, or `new`. */
  place: string
  live: Live | null
  /** The last question of the conversation, as the server has it. */
  lastQuestion: string | undefined
  onSend: (text: string, files: AttachedFile[]) => void
  onStop: () => void
}

/** The box to write in. What is written survives everything but sending, and sending until the server has it. */
export function Composer({ place, live, lastQuestion, onSend, onStop }: Props) {
  const text = useChatText()
  const box = useRef<HTMLTextAreaElement>(null)
  const [value, setValue] = useState(() => drafts.read(place))
  const [choosing, setChoosing] = useState(false)
  const sending = live?.phase === 'sending'
  const { user } = useSession()
  const filesText = useFilesText()
  const files = draftFilesOf(place)
  const attached = useAttachments(files)
  const add = useCallback((chosen: File[]) => files.add(chosen), [files])

  useShortcut({ keys: '/', label: text.composer }, () => box.current?.focus())

  // A refused question comes back into the box.
  const wasSending = useRef(sending)
  useEffect(() => {
    if (wasSending.current && !sending) {
      setValue(drafts.read(place))
      files.reload()
    }
    wasSending.current = sending
  }, [sending, place, files])

  // The page had gone before it heard that its question arrived.
  useEffect(() => {
    const sent = drafts.sending(place)
    if (lastQuestion === undefined || live || sent?.text !== lastQuestion) return
    drafts.arrived(place)
    files.arrived(sent.files?.map(({ id }) => id) ?? [])
    setValue((now) => (now === lastQuestion ? '' : now))
  }, [lastQuestion, live, place, files])

  // The height follows the text where the browser does not see to it.
  useLayoutEffect(() => {
    const area = box.current
    if (!area || CSS.supports('field-sizing', 'content')) return
    area.style.height = 'auto'
    area.style.height = `${area.scrollHeight}px`
  }, [value])

  function write(next: string) {
    setValue(next)
    drafts.write(place, next)
    // Who empties the box no longer wants what was refused.
    if (next === '' && !live) drafts.arrived(place)
  }
  const allReady = attached.every(({ state }) => state === 'ready')
  function send() {
    const question = value.trim()
    if (question === '' || live || !allReady) return
    setValue('')
    onSend(question, files.take())
  }
  function onPaste(event: ClipboardEvent) {
    const pasted = [...event.clipboardData.files]
    // Office programs put a picture of the text beside it.
    if (!user || pasted.length === 0 || event.clipboardData.types.includes('text/plain')) return
    event.preventDefault()
    files.add(pasted)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!sends(event.nativeEvent)) return
    event.preventDefault()
    send()
  }

  const running = live && live.phase !== 'ended'
  return (
    <>
      {choosing && (
        <Suspense fallback={null}>
          <ScenariosDialog conversationId={place} onClose={() => setChoosing(false)} />
        </Suspense>
      )}
      <form
        className="grid grid-cols-1 rounded-lg border border-line-strong bg-raised p-1.5 focus-within:border-brand"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        {user && <DropArea onDrop={add} />}
        {user && (attached.length > 0 || files.tooMany) && (
          <Suspense fallback={<div className="h-12" />}>
            <Tray files={files} />
          </Suspense>
        )}
        <div className="flex items-end gap-1">
          {user && <AttachButton onChoose={add} />}
          {user && place !== 'new' && (
            <IconButton
              label={text.scenarios}
              icon={<Compass size={18} />}
              className="md:size-9"
              onClick={() => setChoosing(true)}
            />
          )}
          <textarea
            ref={box}
            // The first thing one does here is write.
            // biome-ignore lint/a11y/noAutofocus: on phones it would open the keyboard over the page
            autoFocus={matchMedia('(pointer: fine)').matches}
            aria-label={text.composer}
            placeholder={attached.length > 0 ? filesText.askAbout : text.placeholder}
            rows={1}
            value={value}
            enterKeyHint="send"
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            className="field-sizing-content max-h-[40dvh] min-h-10 flex-1 resize-none bg-transparent px-3 py-1.5 outline-none placeholder:text-ink-3"
          />
          {running ? (
            <IconButton
              label={live.phase === 'stopping' ? text.stopping : text.stop}
              icon={<Square size={14} fill="currentColor" />}
              disabled={live.phase === 'stopping' || !live.ids}
              className="border border-line-strong md:size-9"
              onClick={onStop}
            />
          ) : (
            <button
              type="submit"
              aria-label={text.send}
              title={text.send}
              disabled={value.trim() === '' || !allReady}
              className="inline-flex size-11 shrink-0 items-center justify-center rounded-md bg-brand text-on-brand transition-opacity disabled:opacity-35 md:size-9"
            >
              <ArrowUp size={18} />
            </button>
          )}
        </div>
      </form>
    </>
  )
}
