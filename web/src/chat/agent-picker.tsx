import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../session/session.ts'
import { CheckBox } from '../ui/field.tsx'
import { classNames } from '../ui/class-names.ts'
import { useChatText } from './chat.text.ts'
import { agentsQuery } from './conversation.queries.ts'

const key = 'lz.agent'

export interface AgentChoice {
  /** Undefined: the platform's default. */
  agentId: number | undefined
  choose: (id: number) => void
}

/** The agent that a new chat asks; remembered in this browser. */
export function useAgentChoice(): AgentChoice {
  const [chosen, setChosen] = useState(() => Number(localStorage.getItem(key)) || undefined)
  const { data } = useQuery(agentsQuery)
  // One that is gone is not asked.
  const agentId = data && !data.some(({ id }) => id === chosen) ? data[0]?.id : chosen
  return {
    agentId,
    choose(id) {
      localStorage.setItem(key, String(id))
      setChosen(id)
    },
  }
}

interface Props {
  choice: AgentChoice
  temporary: boolean
  onTemporary: (temporary: boolean) => void
}

export function AgentPicker({ choice, temporary, onTemporary }: Props) {
  const text = useChatText()
  const { user } = useSession()
  const { data: agents } = useQuery(agentsQuery)
  const chosen = choice.agentId ?? agents?.[0]?.id
  return (
    <div className="grid w-full max-w-176 gap-3">
      <fieldset className="flex flex-wrap justify-center gap-2">
        <legend className="sr-only">{text.agent}</legend>
        {agents?.map(({ id, name, description }) => (
          <label
            key={id}
            title={description}
            className={classNames(
              'flex min-h-11 items-center rounded-md border px-4 text-sm md:min-h-9 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
              id === chosen
                ? 'border-brand bg-brand-soft font-semibold text-brand-ink'
                : 'border-line text-ink-2 hover:bg-sunken',
            )}
          >
            <input
              type="radio"
              name="agent"
              className="sr-only"
              checked={id === chosen}
              onChange={() => choice.choose(id)}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <p className="min-h-5 text-center text-xs text-ink-3">{agents?.find(({ id }) => id === chosen)?.description}</p>
      {user && (
        <div className="justify-self-center">
          <CheckBox
            label={text.temporary}
            hint={temporary && text.temporaryHint}
            checked={temporary}
            onChange={(event) => onTemporary(event.target.checked)}
          />
        </div>
      )}
    </div>
  )
}
