import { ArrowUp, Square } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { useChatText } from './chat.text.ts'
import { drafts } from './drafts.ts'
import { sends } from './enter-key.ts'
import type { Live } from './reply/live.ts'

interface Props {
  /** Where the draft belongs: a conversation's id, or `new`. */
  place: string
  live: Live | null
  /** The last question of the conversation, as the server has it. */
  lastQuestion: string | undefined
  onSend: (text: string) => void
  onStop: () => void
}

/** The box to write in. What is written survives everything but sending, and sending until the server has it. */
export function Composer({ place, live, lastQuestion, onSend, onStop }: Props) {
  const text = useChatText()
  const box = useRef<HTMLTextAreaElement>(null)
  const [value, setValue] = useState(() => drafts.read(place))
  const sending = live?.phase === 'sending'

  useShortcut({ keys: '/', label: text.composer }, () => box.current?.focus())

  // A refused question comes back into the box.
  const wasSending = useRef(sending)
  useEffect(() => {
    if (wasSending.current && !sending) setValue(drafts.read(place))
    wasSending.current = sending
  }, [sending, place])

  // The page had gone before it heard that its question arrived.
  useEffect(() => {
    if (lastQuestion === undefined || live || drafts.sending(place)?.text !== lastQuestion) return
    drafts.arrived(place)
    setValue((now) => (now === lastQuestion ? '' : now))
  }, [lastQuestion, live, place])

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
  function send() {
    const question = value.trim()
    if (question === '' || live) return
    setValue('')
    onSend(question)
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!sends(event.nativeEvent)) return
    event.preventDefault()
    send()
  }

  const running = live && live.phase !== 'ended'
  return (
    <form
      className="flex items-end gap-1 rounded-lg border border-line-strong bg-raised p-1.5 focus-within:border-brand"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={box}
        // The first thing one does here is write.
        // biome-ignore lint/a11y/noAutofocus: on phones it would open the keyboard over the page
        autoFocus={matchMedia('(pointer: fine)').matches}
        aria-label={text.composer}
        placeholder={text.placeholder}
        rows={1}
        value={value}
        enterKeyHint="send"
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
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
          disabled={value.trim() === ''}
          className="inline-flex size-11 shrink-0 items-center justify-center rounded-md bg-brand text-on-brand transition-opacity disabled:opacity-35 md:size-9"
        >
          <ArrowUp size={18} />
        </button>
      )}
    </form>
  )
}
