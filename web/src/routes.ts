/** Every path of the console, once. Ids alone stand in a path; text goes into the query. */
export const paths = {
  home: () => '/',
  conversation: (id: string) => `/c/${id}`,
  /** Opens the conversation at one of its messages. */
  message: (conversationId: string, messageId: string) => `/c/${conversationId}?message=${messageId}`,
  signIn: () => '/sign-in',
  register: () => '/register',
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
