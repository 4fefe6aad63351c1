import { Link } from 'wouter'
import { paths } from '../routes.ts'
import { useTitle } from '../ui/page.tsx'
import { useShellText } from './shell.text.ts'

export function NotFoundPage() {
  const text = useShellText()
  useTitle(text.notFound)
  return (
    <div className="grid h-full place-content-center justify-items-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold">{text.notFound}</h1>
      <p className="text-sm text-ink-2">{text.notFoundWhat}</p>
      <Link href={paths.home()} className="font-semibold text-brand underline">
        {text.home}
      </Link>
    </div>
  )
}
