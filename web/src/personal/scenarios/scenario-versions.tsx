import { useInfiniteQuery } from '@tanstack/react-query'
import { LoadMore } from '../../ui/load-more.tsx'
import { Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { usePersonalText } from '../personal.text.ts'
import { VersionList } from '../version-list.tsx'
import type { Scenario } from './scenarios.queries.ts'
import { restoreScenario, versionsQuery } from './scenarios.queries.ts'

export function ScenarioVersions({ scenario }: { scenario: Scenario }) {
  const { versions: title } = usePersonalText()
  const query = useInfiniteQuery(versionsQuery(scenario.id))
  const versions = query.data?.pages.flatMap((page) => page.versions)
  return (
    <Section title={title}>
      {!versions && !query.error && <Skeleton lines={3} />}
      {versions && (
        <VersionList
          versions={versions}
          current={scenario.version}
          describe={({ definition }) =>
            [definition.name, definition.system_prompt].filter(Boolean).join(' · ')
          }
          onRestore={(version) => restoreScenario(scenario.id, version)}
        />
      )}
      <LoadMore {...query} />
    </Section>
  )
}
