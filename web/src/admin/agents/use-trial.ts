import { useEffect, useRef, useState } from 'react'
import { api } from '../../api/client.ts'
import type { Turn } from './trial.ts'
import { asked, failed, heard, isRunning } from './trial.ts'

/** A talk with an agent's saved version that leaves no trace: its conversation is deleted when the page is left. */
export function useTrial(agentId: number) {
  const [turns, setTurns] = useState<Turn[]>([])
  const reading = useRef<AbortController>(undefined)
  const conversation = useRef<string>(undefined)
  const latest = useRef<Turn>(undefined)

  useEffect(
    () => () => {
      reading.current?.abort()
      forget(conversation.current)
    },
    [],
  )

  function show(turn: Turn) {
    latest.current = turn
    setTurns((all) => [...all.slice(0, -1), turn])
  }

  async function ask(message: string) {
    const gone = new AbortController()
    reading.current = gone
    let turn = asked(message, Date.now())
    latest.current = turn
    setTurns((all) => [...all, turn])
    try {
      const question = { message, agent_id: agentId, conversation_id: conversation.current }
      for await (const event of api.chatStream(question, { signal: gone.signal })) {
        turn = heard(turn, event, Date.now())
        conversation.current = turn.conversationId ?? conversation.current
        show(turn)
      }
    } catch (error) {
      if (!gone.signal.aborted) show(failed(turn, error, Date.now()))
    }
  }

  async function stop() {
    const replyId = latest.current?.replyId
    if (!replyId) return
    // The stream itself tells the end.
    await api
      .post('/api/chat-stream/{reply_id}/stop', { params: { path: { reply_id: replyId } } })
      .catch(() => {})
  }

  function startOver() {
    reading.current?.abort()
    forget(conversation.current)
    conversation.current = undefined
    setTurns([])
  }
  const last = turns.at(-1)
  return { turns, running: last !== undefined && isRunning(last), ask, stop, startOver }
}

/** What cannot be deleted now stays in the list of conversations, where it can be deleted by hand. */
function forget(id: string | undefined) {
  if (id) void api.delete('/api/conversations/{id}', { params: { path: { id } } }).catch(() => {})
}
