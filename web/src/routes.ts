const withNext = (path: string, next?: string) =>
  next && next !== '/' ? `${path}?next=${encodeURIComponent(next)}` : path

/** Every path of the console, once. Ids alone stand in a path; text goes into the query. */
export const paths = {
  home: () => '/',
  conversation: (id: string) => `/c/${id}`,
  /** Opens the conversation at one of its messages. */
  message: (conversationId: string, messageId: string) => `/c/${conversationId}?message=${messageId}`,
  /** `next`: where to come back to afterwards. */
  signIn: (next?: string) => withNext('/sign-in', next),
  register: (next?: string) => withNext('/register', next),
  forgotPassword: () => '/forgot-password',
  /** The address that letters lead to, with `#token=…`. */
  resetPassword: () => '/reset-password',
  /** The address that letters lead to, with `#token=…`. */
  confirmEmail: () => '/confirm-email',
  checkin: () => '/checkin',
  data: () => '/data',
  account: () => '/account',
  admin: () => '/admin',
  adminUsers: () => '/admin/users',
  adminUser: (id: number | string) => `/admin/users/${id}`,
  adminAgents: () => '/admin/agents',
  adminAgent: (id: number | string) => `/admin/agents/${id}`,
  adminUsage: () => '/admin/usage',
  adminFeedback: () => '/admin/feedback',
  adminFilters: () => '/admin/filters',
  adminInvitations: () => '/admin/invitations',
  adminAudit: () => '/admin/audit',
  adminHealth: () => '/admin/health',
} as const
