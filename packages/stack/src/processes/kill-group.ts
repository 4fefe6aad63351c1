/** Signals every process of the group that this one, spawned detached, was the first of; who is gone is no matter. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals) {
  try {
    if (pid) process.kill(-pid, signal)
  } catch {
    // No process of the group is left.
  }
}
