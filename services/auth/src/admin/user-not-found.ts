import { problem } from '@lingzhi/contracts/problem'

export const UserNotFound = problem('USER_NOT_FOUND', 404, 'No such user.')
