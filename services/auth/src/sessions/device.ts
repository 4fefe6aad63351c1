const systems: [RegExp, string][] = [
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Android/, 'Android'],
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Macintosh|Mac OS X/, 'Mac'],
  [/Windows/, 'Windows'],
  [/Linux|X11/, 'Linux'],
]
// Order matters: most browsers also claim to be the ones below them.
const programs: [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
  [/^([\w.-]{1,40})(\/|$)/, ''],
]

/** A user agent in words a person recognises: "Windows · Edge", "Unknown · curl". A hint, not evidence. */
export function describeDevice(userAgent: string): string {
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'Unknown'
  const program = programs.find(([pattern]) => pattern.test(userAgent))
  const name = program?.[1] || program?.[0].exec(userAgent)?.[1]
  return name ? `${system} · ${name}` : system
}
