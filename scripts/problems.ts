// `npm run problems`: writes docs/problems.md from the problems that the code declares; needs nothing running.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { problemsFile, writtenProblems } from './verify/problems-doc.ts'

const root = process.cwd()
writeFileSync(join(root, problemsFile), await writtenProblems(root))
