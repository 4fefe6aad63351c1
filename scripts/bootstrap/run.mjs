import { spawn } from 'node:child_process'
import { Fault, root } from './checkout.mjs'

const timeoutMs = 900_000
const offline =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|error sending request/i
const untrusted = /self.signed certificate|UNABLE_TO_(?:GET|VERIFY)|unknown ?issuer|CERT_[A-Z_]+/i
const full = /ENOSPC|no space left on device|EDQUOT|os error 28/i
const forbidden = /EACCES|EROFS|permission denied|read-only file system/i
// pnpm names commands of its own then, which this checkout does not have.
const otherLockfile = /ERR_PNPM_(?:OUTDATED|NO|BROKEN)_LOCKFILE|ERR_PNPM_LOCKFILE_/

/**
 * Runs one installation step; a failure becomes one sentence that starts with `failure`. What the step prints is
 * shown on stderr as it comes, or, when `quiet`, only if the sentence cannot say why it failed.
 */
export function run(command, args, { failure, quiet = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    let tail = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        tail = (tail + chunk).slice(-4000)
        if (!quiet) process.stderr.write(chunk)
      })
    }
    // The terminal sends Ctrl-C to the step as well; this process stays to report how it ended.
    const wait = () => {}
    process.on('SIGINT', wait)
    child.on('error', (error) => reject(new Fault(`${failure}: ${error.message}.`)))
    child.on('close', (code, signal) => {
      process.off('SIGINT', wait)
      if (code === 0) return resolve()
      if (offline.test(tail)) {
        return reject(new Fault(`${failure}: the npm registry cannot be reached from this machine.`))
      }
      if (untrusted.test(tail)) {
        const advice =
          'name the certificate of whoever is in between: NODE_EXTRA_CA_CERTS=/path/ca.pem npm start'
        return reject(
          new Fault(`${failure}: the certificate of the npm registry is not trusted here; ${advice}`),
        )
      }
      if (full.test(tail)) {
        return reject(new Fault(`${failure}: the disk of ${root} is full. The packages need about 1 GB.`))
      }
      if (forbidden.test(tail)) {
        if (quiet) process.stderr.write(tail)
        const advice =
          'was it installed by another user, as with sudo? Take it over: sudo chown -R "$(id -u)"'
        return reject(
          new Fault(`${failure}: this user may not write everything in ${root}; ${advice} ${root}`),
        )
      }
      if (otherLockfile.test(tail)) {
        const what = 'pnpm-lock.yaml does not belong to the package.json files and pnpm-workspace.yaml'
        return reject(new Fault(`${failure}: ${what}; npm run generate updates it.`))
      }
      if (quiet) process.stderr.write(tail)
      reject(new Fault(`${failure} (${signal ?? `exit code ${code}`}); the lines above say why.`))
    })
  })
}
