type Facts = {
  env: NodeJS.ProcessEnv
  url: string
  admin: { username: string; password: string }
  demoModel: boolean
  tookMs: number
}

/** What a person needs after the start: where, as whom, and three commands to try. */
export function banner({ env, url, admin, demoModel, tookMs }: Facts): string {
  const model = demoModel
    ? 'the built-in demo model; LLM_BASE_URL, LLM_API_KEY and LLM_MODEL name a real one'
    : env.LLM_BASE_URL
      ? `${env.LLM_MODEL ?? 'default'} at ${env.LLM_BASE_URL}`
      : 'the providers of LLM_PROVIDERS'
  const json = "-H 'content-type: application/json'"
  return `
  灵值 Lingzhi is running at ${url} (after ${(tookMs / 1000).toFixed(1)} s)

  Administrator  ${admin.username} / ${admin.password}
  Model          ${model}
  API            ${url}/api/docs

  Try it:
    curl ${url}/api/health
    curl ${url}/api/login ${json} -d ${quoted(admin)}
    curl -N ${url}/api/chat-stream ${json} -d ${quoted({ message: '你好' })}

  Ctrl-C stops everything.

`
}

function quoted(body: object): string {
  return `'${JSON.stringify(body).replaceAll("'", "'\\''")}'`
}
