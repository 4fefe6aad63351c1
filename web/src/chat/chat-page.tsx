import { useTitle } from '../ui/page.tsx'

export function ChatPage() {
  useTitle('灵值')
  return <div />
}
