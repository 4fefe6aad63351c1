/**
 * One process of a release as the keeper or systemd runs it. Written once, when the release is deployed, so that going back
 * to a release needs none of its code before its processes start.
 */
export type Unit = {
  /** `chat-1@<release>` */
  name: string
  release: string
  program: string
  command: string
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
  user?: { uid: number; gid: number }
  port: number
  /** Answers 200 once it serves. */
  ready: string
  /** It accepts from a socket that all units on this port share, so that one can take over from another without a refusal. */
  shared: boolean
}

/** A process that ends by itself, with 0 when all is well. */
export type Migration = Pick<Unit, 'program' | 'command' | 'args' | 'cwd' | 'env' | 'user'>

/** A release's processes, the public one last, and what readers of stack.json are told. */
export type Units = {
  format: 1
  release: string
  units: Unit[]
  /** One-shot processes that bring the databases to this release's version. */
  migrations: Migration[]
  /** The gateway again on a port of its own, through which the release is tried before people reach it. */
  trial: Unit
  gatewayUrl: string
  admin: { username: string; password: string }
}
