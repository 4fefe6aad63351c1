import type { ChildProcess } from 'node:child_process'
import cluster from 'node:cluster'
import type { Output } from '@lingzhi/stack/processes/output'
import type { ProcessSpec } from '@lingzhi/stack/processes/supervise'

/**
 * Starts a Node program whose server accepts from a listening socket that this process keeps: all that are started this way
 * and listen on one port share its queue, so a connection that one of them has not accepted when it ends is accepted by
 * another. The mechanism is node:cluster's, without its distribution of connections.
 */
export function forkShared(spec: ProcessSpec, output: Output): ChildProcess {
  const file = spec.args.findIndex((arg) => !arg.startsWith('-'))
  cluster.schedulingPolicy = cluster.SCHED_NONE
  cluster.setupPrimary({
    exec: spec.args[file],
    execArgv: spec.args.slice(0, file),
    args: spec.args.slice(file + 1),
    cwd: spec.cwd,
    silent: true,
    ...spec.user,
  })
  const { execPath } = process
  try {
    // cluster has no setting for it, and a release brings its own Node.
    process.execPath = spec.command
    const child = cluster.fork(spec.env).process
    output.follow(child)
    return child
  } finally {
    process.execPath = execPath
  }
}
