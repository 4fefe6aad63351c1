const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What the console may do in a browser, in place of the policy for data: files of ours and nothing inline. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
}
