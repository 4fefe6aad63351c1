import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folders a program is made of, its own first, then those of the packages it depends on, however far. */
export function sourcesOf(program: string, root = '.'): string[] {
  const found: string[] = []
  const visit = (folder: string) => {
    const source = join(root, folder, 'src')
    if (found.includes(source)) return
    found.push(source)
    const manifest = join(root, folder, 'package.json')
    if (!existsSync(manifest)) return
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      dependencies?: Record<string, string>
    }
    for (const name of Object.keys(dependencies)) {
      if (name.startsWith('@lingzhi/')) visit(name.replace('@lingzhi/', 'packages/'))
    }
  }
  visit(program === 'demo-model' ? 'packages/demo-model' : `services/${program}`)
  return found
}
