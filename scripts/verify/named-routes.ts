const methods = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS'
/** `GET /api/agents[/:id]`, `GET/PUT /api/…`, in running text, in a table or in a block of code. */
const withMethod = new RegExp(
  `\\b((?:${methods})(?:/(?:${methods}))*) (/[^\\s\`"'|,;()，。；：、（）]*)`,
  'g',
)
/** `/api/docs` alone: a route, or what several begin with. */
const alone = /`(\/(?:api|v1|\.well-known)(?:\/[^\s`]*)?)`/g
const address = /\bhttps?:\/\/(?:127\.0\.0\.1|localhost):8080(\/[^\s`"'|,;()，。；：、（）]*)/g

/** Served, and on purpose not in the API document. */
const undocumented = ['GET /api/docs', 'GET /api/docs/json', 'GET /metrics']

/** Methods by path, parameters written `{}`. */
export type Routes = ReadonlyMap<string, ReadonlySet<string>>

export function routesOf({ paths }: { paths: Record<string, object> }): Routes {
  const listed = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const routes = new Map<string, Set<string>>()
  for (const route of [...listed, ...undocumented]) {
    const [method, path] = route.split(' ') as [string, string]
    const key = withoutNames(path)
    routes.set(key, (routes.get(key) ?? new Set()).add(method))
  }
  return routes
}

/** The routes that a text names and that are not there, as it writes them. */
export function missingRoutes(text: string, routes: Routes): string[] {
  const trimmed = (path: string) => path.replace(/[.:]+$/, '')
  return [
    ...[...text.matchAll(withMethod)]
      .map(([, names, path]) => ({ names: names!.split('/'), path: trimmed(path!) }))
      .filter(({ names, path }) => !isServed(names, path, routes))
      .map(({ names, path }) => `${names.join('/')} ${path}`),
    ...[...text.matchAll(alone), ...text.matchAll(address)]
      .map(([, path]) => trimmed(path!))
      .filter((path) => !isServed([], path, routes)),
  ]
}

/** Every way to read the path is served with one of the methods, and every method on one of the ways. */
function isServed(names: string[], path: string, routes: Routes): boolean {
  const served = readings(path).map((reading) => methodsAt(reading, names.length === 0, routes))
  const asGet = names.map((name) => (name === 'HEAD' ? 'GET' : name))
  return (
    served.every((at) => at.size > 0 && (asGet.length === 0 || asGet.some((name) => at.has(name)))) &&
    asGet.every((name) => served.some((at) => at.has(name)))
  )
}

/** `/api/agents[/:id]` is read without the part in brackets and with it. */
function readings(path: string): string[] {
  const [, before, optional, after] = /^([^[]*)\[([^\]]*)\](.*)$/.exec(path) ?? []
  return optional === undefined ? [path] : [before! + after!, ...readings(before! + optional + after!)]
}

/** What is served at the path; for one that ends in `*`, or stands for all below it, what is served there. */
function methodsAt(path: string, orBelow: boolean, routes: Routes): Set<string> {
  const wanted = withoutNames(path)
  const folder = `${wanted.replace(/\/?\*?$/, '')}/`
  return new Set(
    [...routes]
      .filter(([known]) => known === wanted || ((orBelow || path.endsWith('*')) && known.startsWith(folder)))
      .flatMap(([, served]) => [...served]),
  )
}

/** Without the query; `:id`, `{id}`, `${job.id}`, `<id>` and `$ID` are parameters whatever their name. */
const withoutNames = (path: string) =>
  path
    .replace(/[?#].*$/, '')
    .replace(/(?<=.)\/$/, '')
    .replace(/\/(?::\w+|\$?\{[\w.]+\}|<[\w-]+>|\$\w+)(?=\/|$)/g, '/{}')
