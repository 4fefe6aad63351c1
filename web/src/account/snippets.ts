export type SnippetKind = 'curl' | 'Python' | 'JavaScript'

/** Ready to run: asks the default agent of the platform at `origin`. A key and an address hold no quotes. */
export function snippetOf(kind: SnippetKind, origin: string, key: string, question: string): string {
  const body = JSON.stringify({ model: 'agent-1', messages: [{ role: 'user', content: question }] })
  const asked = JSON.stringify(question)
  if (kind === 'curl')
    return [
      `curl ${origin}/v1/chat/completions \\`,
      `  -H 'Authorization: Bearer ${key}' \\`,
      `  -H 'Content-Type: application/json' \\`,
      `  -d '${body.replaceAll("'", "'\\''")}'`,
    ].join('\n')
  if (kind === 'Python')
    return [
      '# pip install openai',
      'from openai import OpenAI',
      '',
      `client = OpenAI(base_url="${origin}/v1", api_key="${key}")`,
      'answer = client.chat.completions.create(',
      '    model="agent-1",',
      `    messages=[{"role": "user", "content": ${asked}}],`,
      ')',
      'print(answer.choices[0].message.content)',
    ].join('\n')
  return [
    '// npm install openai',
    "import OpenAI from 'openai'",
    '',
    `const client = new OpenAI({ baseURL: '${origin}/v1', apiKey: '${key}' })`,
    'const answer = await client.chat.completions.create({',
    "  model: 'agent-1',",
    `  messages: [{ role: 'user', content: ${asked} }],`,
    '})',
    'console.log(answer.choices[0].message.content)',
  ].join('\n')
}
