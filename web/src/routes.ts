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
  files: () => '/files',
  account: () => '/account',
  /** Preferences and rules; the other parts below it. */
  personal: () => '/personal',
  scenarios: () => '/personal/scenarios',
  scenario: (id: string) => `/personal/scenarios/${id}`,
  skills: () => '/personal/skills',
  skill: (id: string) => `/personal/skills/${id}`,
  /** Today's review; the other parts of the tutor below it. */
  review: () => '/learning',
  notebook: () => '/learning/notebook',
  /** `new` writes one down. */
  mistake: (id: string) => `/learning/notebook/${id}`,
  /** Without a session the next question begins one. */
  tutor: (sessionId?: string) => (sessionId ? `/learning/ask/${sessionId}` : '/learning/ask'),
  /** Homework handed in; without an id all of it. */
  homework: (id?: string) => (id ? `/learning/homework/${id}` : '/learning/homework'),
  progress: () => '/learning/progress',
  learningSettings: () => '/learning/settings',
  admin: () => '/admin',
  adminUsers: () => '/admin/users',
  adminUser: (id: number | string) => `/admin/users/${id}`,
  adminAgents: () => '/admin/agents',
  adminAgent: (id: number | string) => `/admin/agents/${id}`,
  adminUsage: () => '/admin/usage',
  adminFeedback: () => '/admin/feedback',
  adminFilters: () => '/admin/filters',
  adminInvitations: () => '/admin/invitations',
  adminTools: () => '/admin/tools',
  adminAudit: () => '/admin/audit',
  adminHealth: () => '/admin/health',
} as const
