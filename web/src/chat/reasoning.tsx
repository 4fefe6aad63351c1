import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useChatText } from './chat.text.ts'

/** Which thoughts are unfolded, by the row's key: it stays so while the answer grows and after it has ended. */
const unfolded = new Set<string>()

/** What the model thought before it answered: folded away until somebody wants it. */
export function Reasoning({ id, text: thoughts, thinking }: { id: string; text: string; thinking: boolean }) {
  const text = useChatText()
  const [open, setOpen] = useState(unfolded.has(id))
  if (!thoughts) return null
  return (
    <details
      open={open}
      onToggle={(event) => {
        setOpen(event.currentTarget.open)
        if (event.currentTarget.open) unfolded.add(id)
        else unfolded.delete(id)
      }}
      className="group/thoughts mb-2 text-sm text-ink-2"
    >
      <summary className="flex min-h-8 w-fit list-none items-center gap-1 rounded-sm pr-2">
        <ChevronRight size={14} className="transition-transform group-open/thoughts:rotate-90" />
        {thinking ? text.reasoningNow : text.reasoning}
      </summary>
      {open && <div className="border-l-2 border-line py-1 pl-4 whitespace-pre-wrap wrap-anywhere">{thoughts}</div>}
    </details>
  )
}
