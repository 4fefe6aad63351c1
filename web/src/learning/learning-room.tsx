import type { ComponentType } from 'react'
import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { paths } from '../routes.ts'
import { SignedInOnly } from '../session/signed-in-only.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { RoomTabs } from '../ui/room-tabs.tsx'
import { useLearningText } from './learning.text.ts'

/** Each is loaded when it is first opened. */
const pages: [path: string, page: ComponentType][] = [
  [paths.review(), lazy(async () => ({ default: (await import('./review/review-page.tsx')).ReviewPage }))],
  [
    paths.notebook(),
    lazy(async () => ({ default: (await import('./notebook/notebook-page.tsx')).NotebookPage })),
  ],
  [
    paths.mistake(':id'),
    lazy(async () => ({ default: (await import('./notebook/mistake-page.tsx')).MistakePage })),
  ],
  [
    paths.homework(),
    lazy(async () => ({ default: (await import('./homework/homework-page.tsx')).HomeworkPage })),
  ],
  [
    paths.homework(':id'),
    lazy(async () => ({ default: (await import('./homework/submission-page.tsx')).SubmissionPage })),
  ],
  [
    paths.progress(),
    lazy(async () => ({ default: (await import('./progress/progress-page.tsx')).ProgressPage })),
  ],
  [`${paths.tutor()}/:id?`, lazy(async () => ({ default: (await import('./ask/ask-page.tsx')).AskPage }))],
  [
    paths.learningSettings(),
    lazy(async () => ({ default: (await import('./settings/settings-page.tsx')).SettingsPage })),
  ],
]

/** The tutor: today's review first, then the notebook, questions, homework, progress and settings. */
export function LearningRoom() {
  const text = useLearningText()
  return (
    <SignedInOnly>
      {() => (
        <div className="flex h-full flex-col">
          <RoomTabs
            label={text.tabs}
            home={paths.review()}
            tabs={[
              [text.review, paths.review()],
              [text.notebook, paths.notebook()],
              [text.ask, paths.tutor()],
              [text.homework, paths.homework()],
              [text.progress, paths.progress()],
              [text.settings, paths.learningSettings()],
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
