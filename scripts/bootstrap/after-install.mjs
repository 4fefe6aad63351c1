// What `npm install`, `npm ci`, `yarn` and `bun install` come to: they find no dependency they could read, and run this, which
// installs everything as `npm start` would. pnpm has just done it itself.
import { Fault } from './checkout.mjs'
import { installPackages } from './packages.mjs'

if (!/^pnpm\//.test(process.env.npm_config_user_agent ?? '')) {
  try {
    await installPackages({ frozen: true })
    process.stderr.write('已安装。Installed. Start the platform: npm start\n')
  } catch (error) {
    process.stderr.write(`${error instanceof Fault ? error.message : error.stack}\n`)
    process.exitCode = 1
  }
}
