import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useLocation } from 'wouter'
import { availableScenarios } from '../../api/available-scenarios.ts'
import { paths } from '../../routes.ts'
import { useSession } from '../../session/session.ts'
import { Button } from '../../ui/button.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { choicesQuery } from '../choices.queries.ts'
import { Choice } from './choice.tsx'
import { ScenarioRow } from './scenario-row.tsx'
import { scenariosQuery } from './scenarios.queries.ts'
import { useScenariosText } from './scenarios.text.ts'
import { TryQuestion } from './try-question.tsx'

/** The scenarios that a person may see, how one of them is chosen, and a question to try it with. */
export function ScenariosPage() {
  const text = useScenariosText()
  const [, go] = useLocation()
  const { user } = useSession()
  const query = useInfiniteQuery(scenariosQuery)
  const { data: choices } = useQuery(choicesQuery)
  const { data: available } = useQuery(availableScenarios)
  const all = query.data?.pages.flatMap((page) => page.scenarios)
  const isMine = (createdBy: string | null) => createdBy !== null && createdBy === user?.id
  const mine = all?.filter(({ created_by }) => isMine(created_by)) ?? []
  const others = all?.filter(({ created_by }) => !isMine(created_by)) ?? []
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <Button kind="primary" icon={<Plus size={16} />} onClick={() => go(paths.scenario('new'))}>
          {text.create}
        </Button>
      }
    >
      <TryQuestion />
      {choices && available && <Choice choices={choices} scenarios={available} />}
      {!all && !query.error && <Skeleton lines={8} />}
      {all && (
        <>
          <Section title={text.mine}>
            {mine.length === 0 && <p className="text-sm text-ink-2">{text.mineNone}</p>}
            <ul aria-label={text.mine} className="grid empty:hidden">
              {mine.map((one) => (
                <ScenarioRow key={one.id} scenario={one} pinned={one.id === choices?.pinned} />
              ))}
            </ul>
          </Section>
          <Section title={text.others}>
            <ul aria-label={text.others} className="grid empty:hidden">
              {others.map((one) => (
                <ScenarioRow key={one.id} scenario={one} pinned={one.id === choices?.pinned} />
              ))}
            </ul>
          </Section>
        </>
      )}
      <LoadMore {...query} />
    </Page>
  )
}
