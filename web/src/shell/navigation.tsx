import {
  Database,
  Files,
  GraduationCap,
  Languages,
  LogIn,
  LogOut,
  Moon as MoonIcon,
  MoonStar,
  Settings2,
  ShieldCheck,
  SlidersHorizontal,
  SquarePen,
  Sun,
  SunMoon,
  UserRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { paths } from '../routes.ts'
import { signOut, useSession } from '../session/session.ts'
import { language, setLanguage } from '../text/language.ts'
import { classNames } from '../ui/class-names.ts'
import { Menu } from '../ui/menu.tsx'
import { setTheme } from '../ui/theme.ts'
import { useShellText } from './shell.text.ts'

/** The sidebar: a new chat, the list of conversations, the other rooms, and who is signed in. */
export function Navigation({ list }: { list: ReactNode }) {
  const text = useShellText()
  const { user, state } = useSession()
  const [at] = useLocation()
  return (
    <nav aria-label={text.navigation} className="flex h-full flex-col bg-sunken">
      <div className="grid grid-cols-1 gap-1 p-3">
        <Link href={paths.home()} className="flex items-center gap-2 px-3 py-2 text-lg font-semibold">
          <img src="/icon.svg" alt="" width="24" height="24" />
          灵值
        </Link>
        <Entry to={paths.home()} icon={<SquarePen size={16} />} label={text.newChat} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3">{list}</div>
      <div className="grid grid-cols-1 gap-0.5 border-t border-line p-3">
        {user && (
          <>
            <Entry to={paths.checkin()} icon={<MoonStar size={16} />} label={text.checkin} />
            <Entry to={paths.review()} icon={<GraduationCap size={16} />} label={text.learning} below />
            <Entry to={paths.personal()} icon={<SlidersHorizontal size={16} />} label={text.personal} below />
            <Entry to={paths.files()} icon={<Files size={16} />} label={text.files} />
            <Entry to={paths.data()} icon={<Database size={16} />} label={text.data} />
            {user.role === 'admin' && (
              <Entry to={paths.admin()} icon={<ShieldCheck size={16} />} label={text.admin} below />
            )}
          </>
        )}
        {state === 'guest' && <Entry to={paths.signIn(at)} icon={<LogIn size={16} />} label={text.signIn} />}
        <div className="flex items-center justify-between gap-1">
          {user ? (
            <Entry to={paths.account()} icon={<UserRound size={16} />} label={user.username} />
          ) : (
            <span className="px-3 text-sm text-ink-3">{state === 'guest' && text.guest}</span>
          )}
          <Menu
            label={text.more}
            icon={<Settings2 size={16} />}
            items={[
              { label: text.toLight, icon: <Sun size={16} />, onSelect: () => setTheme('light') },
              { label: text.toDark, icon: <MoonIcon size={16} />, onSelect: () => setTheme('dark') },
              { label: text.toSystem, icon: <SunMoon size={16} />, onSelect: () => setTheme('system') },
              {
                label: text.otherLanguage,
                icon: <Languages size={16} />,
                onSelect: () => setLanguage(language() === 'zh' ? 'en' : 'zh'),
              },
              ...(user
                ? [{ label: text.signOut, icon: <LogOut size={16} />, onSelect: () => void signOut() }]
                : []),
            ]}
          />
        </div>
      </div>
    </nav>
  )
}

function Entry({ to, icon, label, below }: { to: string; icon: ReactNode; label: string; below?: boolean }) {
  const [at] = useLocation()
  const here = at === to.split('?', 1)[0] || (below && at.startsWith(`${to}/`))
  return (
    <Link
      href={to}
      aria-current={here ? 'page' : undefined}
      className={classNames(
        'flex min-h-11 min-w-0 items-center gap-3 rounded-md px-3 text-sm hover:bg-brand-soft md:min-h-9',
        here && 'bg-brand-soft font-semibold text-brand-ink',
      )}
    >
      {icon}
      <span className="truncate">{label}</span>
    </Link>
  )
}
