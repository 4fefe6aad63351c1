import { problem } from '@lingzhi/contracts/problem'

export const UserNotFound = problem('USER_NOT_FOUND', 404, {
  zh: '用户不存在',
  en: 'No such user.',
  check: 'The user’s id.',
})
