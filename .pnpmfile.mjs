/**
 * The packages that the checkout's own scripts and tests use stand in package.json under a name that npm, Yarn and Bun do not
 * read: they know neither `catalog:` nor `workspace:`, and `npm install`, which people type by reflex, would fail on them.
 * As it is they install nothing themselves, and the script `postinstall` does it with pnpm.
 */
export const hooks = {
  readPackage(manifest) {
    const { workspaceDevDependencies, ...rest } = manifest
    return workspaceDevDependencies ? { ...rest, devDependencies: workspaceDevDependencies } : manifest
  },
}
