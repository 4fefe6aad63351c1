/**
 * The placeholders that podman-compose 1.0 knows, Debian 12's version and the narrowest grammar of those in use:
 * `$$`, `$NAME`, `${NAME}`, and `:-`, `-`, `:?`, `?` with at least one character behind them.
 */
const known = /\$(?:\$|[_a-zA-Z]\w*|\{[_a-zA-Z]\w*(?::?[-?][^}]+)?\})/g

/** Lines of a Compose file with a placeholder that podman-compose 1.0 hands to the container as it stands. */
export function unknownPlaceholders(composeFile: string): string[] {
  return composeFile
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#') && line.replaceAll(known, '').includes('$'))
    .map((line) => line.trim())
}
