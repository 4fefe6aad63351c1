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

/** A page that is loaded when it is first opened. */
const later = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }))

/** Every page but the chat. A new room is a folder and a line here. */
const pages: [path: string, page: ComponentType][] = [
  [paths.signIn(), later(() => import('./session/sign-in-page.tsx'), 'SignInPage')],
  [paths.register(), later(() => import('./session/register-page.tsx'), 'RegisterPage')],
  [paths.forgotPassword(), later(() => import('./session/forgot-password-page.tsx'), 'ForgotPasswordPage')],
  [paths.resetPassword(), later(() => import('./session/reset-password-page.tsx'), 'ResetPasswordPage')],
  [paths.confirmEmail(), later(() => import('./session/confirm-email-page.tsx'), 'ConfirmEmailPage')],
  [paths.account(), later(() => import('./account/account-page.tsx'), 'AccountPage')],
  [paths.checkin(), later(() => import('./checkin/checkin-page.tsx'), 'CheckinPage')],
  [paths.data(), later(() => import('./data/data-page.tsx'), 'DataPage')],
  [paths.files(), later(() => import('./files/files-page.tsx'), 'FilesPage')],
  ['/personal/:part?/:id?', later(() => import('./personal/personal-room.tsx'), 'PersonalRoom')],
  ['/learning/:part?/:id?', later(() => import('./learning/learning-room.tsx'), 'LearningRoom')],
  ['/admin/:part?/:id?', later(() => import('./admin/admin-room.tsx'), 'AdminRoom')],
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
