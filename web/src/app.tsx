import { QueryClientProvider } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { lazy, Suspense } from 'react'
import { Route, Switch } from 'wouter'
import { cached } from './api/cached.ts'
import { ChatPage } from './chat/chat-page.tsx'
import { ConversationList } from './conversations/conversation-list.tsx'
import { paths } from './routes.ts'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { Shell } from './shell/shell.tsx'
import { Skeleton } from './ui/placeholder.tsx'

/** One route for a new chat and for a conversation: the page must not be made anew when the first answer gets its id. */
const chat = /^\/(?:c\/(?<id>[0-9a-f-]+))?$/

/** Every page but the chat is loaded when it is first opened. A new room is a folder and a line here. */
const pages: [path: string, page: ComponentType][] = [
  [
    paths.checkin(),
    lazy(async () => ({ default: (await import('./checkin/checkin-page.tsx')).CheckinPage })),
  ],
  [paths.data(), lazy(async () => ({ default: (await import('./data/data-page.tsx')).DataPage }))],
  [paths.signIn(), lazy(async () => ({ default: (await import('./session/sign-in-page.tsx')).SignInPage }))],
  [
    paths.register(),
    lazy(async () => ({ default: (await import('./session/register-page.tsx')).RegisterPage })),
  ],
  [
    paths.forgotPassword(),
    lazy(async () => ({ default: (await import('./session/forgot-password-page.tsx')).ForgotPasswordPage })),
  ],
  [
    paths.resetPassword(),
    lazy(async () => ({ default: (await import('./session/reset-password-page.tsx')).ResetPasswordPage })),
  ],
  [
    paths.confirmEmail(),
    lazy(async () => ({ default: (await import('./session/confirm-email-page.tsx')).ConfirmEmailPage })),
  ],
  [
    paths.account(),
    lazy(async () => ({ default: (await import('./account/account-page.tsx')).AccountPage })),
  ],
]

/** The only place that knows all rooms. */
export function App() {
  return (
    <QueryClientProvider client={cached}>
      <Shell list={<ConversationList />}>
        <Suspense fallback={<Skeleton className="mx-auto max-w-3xl p-8" lines={6} />}>
          <Switch>
            <Route path={chat} component={ChatPage} />
            {pages.map(([path, page]) => (
              <Route key={path} path={path} component={page} />
            ))}
            <Route component={NotFoundPage} />
          </Switch>
        </Suspense>
      </Shell>
    </QueryClientProvider>
  )
}
