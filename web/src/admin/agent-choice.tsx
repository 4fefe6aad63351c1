import { useQuery } from '@tanstack/react-query'
import { SelectField } from '../ui/field.tsx'
import { useAdminText } from './admin.text.ts'
import { agentsQuery } from './agents/agents.queries.ts'

/** One agent, or all of them, as the filter of a list. An agent that was deleted is chosen by its number. */
export function AgentChoice({
  label,
  value,
  onChange,
}: {
  label: string
  value: number | undefined
  onChange: (id: string) => void
}) {
  const text = useAdminText()
  const { data: agents = [] } = useQuery(agentsQuery())
  const unknown = value !== undefined && !agents.some(({ id }) => id === value)
  return (
    <SelectField label={label} value={value ?? ''} onChange={(event) => onChange(event.target.value)}>
      <option value="">{text.any}</option>
      {unknown && <option value={value}>{value}</option>}
      {agents.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
