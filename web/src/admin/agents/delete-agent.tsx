import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../../routes.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import type { AdminAgent } from './agents.queries.ts'
import { defaultAgentId, deleteAgent } from './agents.queries.ts'
import { useAgentsText } from './agents.text.ts'
import { keepDraft } from './draft.ts'

export function DeleteAgent({ agent }: { agent: AdminAgent }) {
  const text = useAgentsText()
  const [, go] = useLocation()
  const [asked, setAsked] = useState(false)
  if (agent.id === defaultAgentId) return <p className="text-xs text-ink-3">{text.defaultStays}</p>
  return (
    <Section title={text.deleteAgent} lead={text.deleteWhat}>
      <div>
        <Button kind="danger" icon={<Trash2 size={16} />} onClick={() => setAsked(true)}>
          {text.deleteAgent}
        </Button>
      </div>
      {asked && (
        <AskFirst
          title={text.deleteTitle(agent.name)}
          act={text.deleteAgent}
          danger
          onClose={() => setAsked(false)}
          onAct={async () => {
            await deleteAgent(agent.id)
            keepDraft(agent.id, undefined)
            toast(text.deleted)
            go(paths.adminAgents(), { replace: true })
          }}
        >
          {text.deleteWhat}
        </AskFirst>
      )}
    </Section>
  )
}
