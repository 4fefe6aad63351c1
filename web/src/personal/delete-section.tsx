import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { AskFirst } from '../ui/ask-first.tsx'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { toast } from '../ui/toast.tsx'

interface Props {
  /** What this removes and what goes with it, in the words of its room. */
  text: { remove: string; removeWhat: string; removed: string; removeTitle: (name: string) => string }
  name: string
  onDelete: () => Promise<unknown>
  /** The list that it was in. */
  back: string
}

/** The end of a page of something of one's own: the way to delete it, which asks first. */
export function DeleteSection({ text, name, onDelete, back }: Props) {
  const [, go] = useLocation()
  const [asked, setAsked] = useState(false)
  return (
    <Section title={text.remove} lead={text.removeWhat}>
      <Button
        kind="danger"
        className="justify-self-start"
        icon={<Trash2 size={16} />}
        onClick={() => setAsked(true)}
      >
        {text.remove}
      </Button>
      {asked && (
        <AskFirst
          danger
          title={text.removeTitle(name)}
          act={text.remove}
          onClose={() => setAsked(false)}
          onAct={async () => {
            await onDelete()
            toast(text.removed)
            go(back, { replace: true })
          }}
        >
          {text.removeWhat}
        </AskFirst>
      )}
    </Section>
  )
}
