import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/placeholder.tsx'
import { useAdminText } from '../admin.text.ts'
import { AgentChoice } from '../agent-choice.tsx'
import { Listing } from '../listing.tsx'
import { idOf, oneOf, useFilters } from '../use-filters.ts'
import { feedbackQuery, types } from './feedback.queries.ts'
import { useFeedbackText } from './feedback.text.ts'
import { FeedbackCard } from './feedback-card.tsx'

export function FeedbackPage() {
  const text = useFeedbackText()
  const shared = useAdminText()
  const [filters, change] = useFilters('type', 'agent_id', 'commented')
  const type = oneOf(types, filters.type)
  const agentId = idOf(filters.agent_id)
  const commented = oneOf(['true', 'false'], filters.commented)
  const query = useInfiniteQuery(
    feedbackQuery({ type, agent_id: agentId, commented: commented && commented === 'true' }),
  )
  const isFiltered = type !== undefined || agentId !== undefined || commented !== undefined
  return (
    <Page title={shared.feedback} lead={text.lead} wide>
      <div className="grid gap-3 sm:grid-cols-3">
        <SelectField
          label={text.type}
          value={type ?? ''}
          onChange={(event) => change({ type: event.target.value })}
        >
          <option value="">{shared.any}</option>
          {types.map((one) => (
            <option key={one} value={one}>
              {text[one]}
            </option>
          ))}
        </SelectField>
        <AgentChoice label={text.agent} value={agentId} onChange={(id) => change({ agent_id: id })} />
        <SelectField
          label={text.comment}
          value={commented ?? ''}
          onChange={(event) => change({ commented: event.target.value })}
        >
          <option value="">{shared.any}</option>
          <option value="true">{text.withComment}</option>
          <option value="false">{text.withoutComment}</option>
        </SelectField>
      </div>
      <Listing
        query={query}
        rowsOf={(page) => page.feedback}
        empty={
          <EmptyState title={isFiltered ? shared.nothingFound : text.none}>
            {isFiltered ? (
              <Button onClick={() => change({ type: '', agent_id: '', commented: '' })}>
                {shared.clearFilters}
              </Button>
            ) : (
              text.noneHow
            )}
          </EmptyState>
        }
      >
        {(rows) => (
          <ul className="grid gap-3">
            {rows.map((one) => (
              <li key={one.message_id}>
                <FeedbackCard given={one} />
              </li>
            ))}
          </ul>
        )}
      </Listing>
    </Page>
  )
}
