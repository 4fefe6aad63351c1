import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { useChatText } from './chat.text.ts'
import { type Message, openBranch } from './conversation.queries.ts'
import type { Talk } from './reply/talk.ts'
import { useBusy } from './reply/use-busy.ts'

/** `‹ 2/3 ›`: the versions of a question or an answer. Each remembers how the conversation went on below it. */
export function BranchSwitch({ message, talk }: { message: Message; talk: Talk }) {
  const text = useChatText()
  const [busy, setBusy] = useState(false)
  const { alternatives } = message
  const at = alternatives.indexOf(message.id)
  const { conversationId } = talk.state
  const answering = useBusy(talk)
  if (alternatives.length < 2 || !conversationId) return null
  async function open(index: number) {
    setBusy(true)
    await openBranch(conversationId!, alternatives[index]!).catch(talk.tellProblem)
    setBusy(false)
  }
  const still = busy || answering
  return (
    <span className="flex items-center text-xs text-ink-2 tabular-nums">
      <IconButton
        label={text.previous}
        icon={<ChevronLeft size={16} />}
        disabled={still || at === 0}
        onClick={() => void open(at - 1)}
      />
      <span aria-hidden="true">
        {at + 1}/{alternatives.length}
      </span>
      <span className="sr-only">{text.branch(at + 1, alternatives.length)}</span>
      <IconButton
        label={text.next}
        icon={<ChevronRight size={16} />}
        disabled={still || at === alternatives.length - 1}
        onClick={() => void open(at + 1)}
      />
    </span>
  )
}
