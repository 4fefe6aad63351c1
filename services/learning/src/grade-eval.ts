// `node services/learning/src/grade-eval.ts <gold.jsonl> <url>`, with an access token or an API key in LINGZHI_TOKEN: how far a running
// platform's grades agree with people's. Each line is an answer as `POST /api/v1/homework/submit` takes it (question, question_type,
// correct_answer, points, rubric, student_answer) with `human: {score, criteria?: [{id, met}]}`. Its calls count as the caller's.
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Send } from './homework/evaluate-grading.ts'
import { evaluateGrading, readGold } from './homework/evaluate-grading.ts'

const requestMaxMs = 60_000
const [file, url] = process.argv.slice(2)
const token = process.env.LINGZHI_TOKEN

const send: Send = async (method, path, body) => {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(requestMaxMs),
  })
  const told = (await response.json()) as { data?: unknown; message?: string }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${told.message}`)
  return told.data
}

try {
  if (!file || !url || !token) throw new Error('grade-eval <gold.jsonl> <url>, with LINGZHI_TOKEN')
  const result = await evaluateGrading(readGold(readFileSync(file, 'utf8')), send, pause)
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
} catch (err) {
  process.stderr.write(`${(err as Error).message}\n`)
  process.exitCode = 1
}
