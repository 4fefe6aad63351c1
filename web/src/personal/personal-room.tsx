import type { ComponentType } from 'react'
import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { paths } from '../routes.ts'
import { SignedInOnly } from '../session/signed-in-only.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { RoomTabs } from '../ui/room-tabs.tsx'
import { usePersonalText } from './personal.text.ts'

/** Each is loaded when it is first opened. */
const pages: [path: string, page: ComponentType][] = [
  [
    paths.personal(),
    lazy(async () => ({ default: (await import('./preferences/preferences-page.tsx')).PreferencesPage })),
  ],
  [
    paths.scenarios(),
    lazy(async () => ({ default: (await import('./scenarios/scenarios-page.tsx')).ScenariosPage })),
  ],
  [
    paths.scenario(':id'),
    lazy(async () => ({ default: (await import('./scenarios/scenario-page.tsx')).ScenarioPage })),
  ],
  [paths.skills(), lazy(async () => ({ default: (await import('./skills/skills-page.tsx')).SkillsPage }))],
  [paths.skill(':id'), lazy(async () => ({ default: (await import('./skills/skill-page.tsx')).SkillPage }))],
]

/** What is a person's own in their answers, under its tabs. */
export function PersonalRoom() {
  const text = usePersonalText()
  return (
    <SignedInOnly>
      {() => (
        <div className="flex h-full flex-col">
          <RoomTabs
            label={text.tabs}
            home={paths.personal()}
            tabs={[
              [text.preferences, paths.personal()],
              [text.scenarios, paths.scenarios()],
              [text.skills, paths.skills()],
            ]}
          />
          <div className="min-h-0 flex-1">
            <Suspense fallback={<Skeleton className="mx-auto max-w-3xl p-8" lines={6} />}>
              <Switch>
                {pages.map(([path, page]) => (
                  <Route key={path} path={path} component={page} />
                ))}
              </Switch>
            </Suspense>
          </div>
        </div>
      )}
    </SignedInOnly>
  )
}
