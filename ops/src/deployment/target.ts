import type { ServiceName } from '@lingzhi/contracts/services'
import type { Layout } from '../host/layout.ts'
import type { Run } from '../run/command.ts'
import type { Deployment } from './open-deployment.ts'

/** An administrator, with the password when it is known to be right. */
export type Admin = { username: string; password?: string | undefined }

/** Where a release was found: a checkout, or a folder among the releases. */
export type Incoming = { name: string; folder: string; placed: boolean }

/** What differs from one release to another besides its files, such as its images. */
export type Identity = { name: string; running: string | undefined; incoming: string | undefined }

/** One thing that runs, or should. */
export type Looked = { name: string; ok: boolean; detail: string; mend?: string }

/** The gateway of a release on an address of its own, until it is ended. */
export type Trial = { url: string; end: () => Promise<void> }

/**
 * What the steps of a deployment (`deployRelease`, `bringIntoService`) need of the place where releases run: processes of this machine,
 * containers, or a cluster. The steps, their order and what is taken back are the same everywhere.
 */
export interface Target {
  layout: Layout
  /** The deployment, with the addresses of its servers and of its gateway as they are at this place. */
  deployment: Deployment
  /** Whether backups can be made from here. */
  backsUp: boolean
  /** The migrations that a service's database has had, where it is not asked itself. */
  appliedTo?: ((service: ServiceName) => Promise<ReadonlySet<string>>) | undefined
  current(): string | undefined
  /** Whether there is data although no release serves; asked once the servers run. */
  hasData?(): Promise<boolean>
  /** Whether a release can be brought into service without deploying it again. */
  has(release: string): boolean
  /** Makes the servers run; what to tell about it. */
  ensureServers(): Promise<string>
  /** Images, by program, of what serves and of what comes. */
  identities?(running: string | undefined, incoming: Incoming): Promise<Identity[]>
  /** Before the backup: the files of the release, and all that takes its time and touches nothing. */
  place(run: Run, incoming: Incoming): Promise<void>
  /** After it: what the release runs, written down so that going back needs none of its code. */
  describe(run: Run, release: string, before: string | undefined, scale: string | undefined): Promise<void>
  migrate(release: string, signal: AbortSignal): Promise<string>
  /** All but the gateway, beside what serves; what to tell about it. */
  start(release: string, tries: number, signal: AbortSignal): Promise<string>
  /** Takes `start` back, or ends a release from which traffic has moved; `why` matters where the place keeps one version of each. */
  stop(release: string, why: 'taken back' | 'replaced'): Promise<void>
  /** Undefined where a place cannot run a second gateway that only we reach. */
  trial?(release: string): Promise<Trial>
  admin(release: string): Promise<Admin>
  /** Lets people through to one release instead of another, so that nobody is refused. */
  move(from: string | undefined, to: string | undefined, admin: Admin): Promise<void>
  gatewayUrl(release: string): string
  /** What runs there, where it is not processes of this machine; of what is not well its mend. */
  look?(): Promise<Looked[]>
  /** Ends everything, the servers last, so that `resume` finds it as it was; what to tell. Not where the place does so itself. */
  halt?(): Promise<string>
  /** Runs again what was in service; what to tell. */
  resume?(signal: AbortSignal): Promise<string>
  /** Remembers which release serves. */
  point(release: string): void
  /** Removes releases that nobody goes back to; their names. */
  sweep(staying: (string | undefined)[]): Promise<string[]>
}
