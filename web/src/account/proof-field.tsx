import { PasswordField } from '../ui/field.tsx'
import { faultOf } from '../ui/problem-note.tsx'
import { useAccountText } from './account.text.ts'

interface Props {
  /** For password managers: whose password it is. */
  username: string
  error: unknown
  /** Where the password is asked for in the middle of something. */
  focus?: boolean
}

/** The current password, as proof that whoever sits here is the account's owner. */
export function ProofField({ username, error, focus }: Props) {
  const text = useAccountText()
  return (
    <>
      <input type="text" autoComplete="username" value={username} readOnly hidden />
      <PasswordField
        label={text.currentPassword}
        hint={text.proofWhy}
        name="current_password"
        autoComplete="current-password"
        required
        maxLength={1024}
        autoFocus={focus}
        error={faultOf(error, 'current_password', 'WRONG_PASSWORD')}
      />
    </>
  )
}
