// `npm run ops -- <command>`: what an operator does to a deployment, a file a command in commands/.
import { runCommand } from './run/run-command.ts'

process.exitCode = await runCommand(process.argv.slice(2), process.env)
if (process.connected) process.disconnect()
