import { testOperations } from '@lingzhi/testing/held-operations'
import t from 'tap'
import { startTestApp } from './test-app.ts'

const { app, user } = await startTestApp(t, { worker: false })

await testOperations(t, app, async () => user.headers)
