import { Link } from 'wouter'
import { paths } from '../routes.ts'
import { useSession } from '../session/session.ts'
import { useChatText } from './chat.text.ts'

/** What a guest should know, and the way to keep what was said. */
export function GuestHint({ conversationId }: { conversationId: string | null }) {
  const text = useChatText()
  const { state } = useSession()
  if (state !== 'guest') return null
  const next = conversationId ? `?next=${encodeURIComponent(paths.conversation(conversationId))}` : ''
  return (
    <p className="pt-2 text-center text-xs text-ink-2">
      {text.guestHint}{' '}
      <Link href={`${paths.register()}${next}`} className="font-semibold text-brand underline">
        {text.keepIt}
      </Link>
    </p>
  )
}
