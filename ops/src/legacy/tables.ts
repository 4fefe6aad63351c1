/** The tables of the old systems that hold what comes over, and their columns; what else they hold is not read. */
export const tables = {
  users: [
    'id',
    'username',
    'phone',
    'email',
    'password_hash',
    'total_lingzhi',
    'status',
    'last_login_at',
    'avatar_url',
    'real_name',
    'title',
    'position',
    'gender',
    'bio',
    'location',
    'website',
    'created_at',
  ],
  agents: ['id', 'name', 'description', 'system_prompt', 'model_config', 'status'],
  conversations: [
    'id',
    'agent_id',
    'user_id',
    'conversation_id',
    'messages',
    'title',
    'created_at',
    'updated_at',
    'last_active',
  ],
  messages: ['id', 'conversation_id', 'role', 'content', 'created_at', 'timestamp'],
  checkin_records: ['id', 'user_id', 'checkin_date', 'lingzhi_earned', 'created_at'],
} as const

export type Table = keyof typeof tables

export const tableNames = Object.keys(tables) as Table[]

export const isTable = (name: string): name is Table => Object.hasOwn(tables, name)
