import { ProblemError } from '@lingzhi/api-client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { newKey } from '../../api/new-key.ts'
import { answered, followAnswer, openAnswer, stopAnswer, type TutorQuestion } from './ask.queries.ts'
import { after, beginLive, type LiveAnswer } from './live-answer.ts'

type Events = ReturnType<typeof followAnswer>

/** One answer at a time, read to its end or until the page is left, which does not stop it. */
export function useTutor(onSession: (sessionId: string) => void) {
  const [live, setLive] = useState<LiveAnswer | null>(null)
  const [error, setError] = useState<unknown>(null)
  const reading = useRef<AbortController>(undefined)
  useEffect(() => () => reading.current?.abort(), [])

  const read = useCallback(
    async (begun: LiveAnswer, open: (signal: AbortSignal) => Events): Promise<boolean> => {
      reading.current?.abort()
      const control = new AbortController()
      reading.current = control
      let now = begun
      setError(null)
      setLive(now)
      try {
        for await (const event of open(control.signal)) {
          now = after(now, event)
          setLive(now)
          if (event.type === 'start') onSession(event.session_id)
        }
      } catch (problem) {
        if (control.signal.aborted) return now.replyId !== null
        setError(problem)
      }
      // What the server has is fetched before the live copy goes, so that nothing flickers.
      if (now.sessionId) await answered(now.sessionId).catch(() => {})
      if (reading.current === control) setLive(null)
      return now.replyId !== null
    },
    [onSession],
  )

  return {
    live,
    error,
    /** Resolves to whether the server has taken it. */
    ask: (question: TutorQuestion) => {
      const idempotencyKey = newKey()
      return read(beginLive(question.content), (signal) => openAnswer(question, { signal, idempotencyKey }))
    },
    follow: useCallback(
      (question: string, replyId: string) =>
        read({ ...beginLive(question), replyId }, (signal) => followAnswer(replyId, signal)),
      [read],
    ),
    stop: async () => {
      if (live?.replyId) await stopAnswer(live.replyId).catch(setError)
    },
  }
}

/** Whether a refusal says that it is in the notebook already, and where. */
export const mistakeThatExists = (error: unknown): boolean =>
  error instanceof ProblemError && error.code === 'MISTAKE_EXISTS'
