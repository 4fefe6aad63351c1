import { useState } from 'react'
import { paths } from '../routes.ts'
import type { Language } from '../text/language.ts'
import { setLanguage, useLanguage } from '../text/language.ts'
import { SelectField } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { TextLink } from '../ui/text-link.tsx'
import type { Theme } from '../ui/theme.ts'
import { setTheme, useTheme } from '../ui/theme.ts'
import { useAccountText } from './account.text.ts'

// The chat reads it at every key.
const enterKey = 'lz.enter'

export function PreferencesSection() {
  const text = useAccountText()
  const theme = useTheme()
  const language = useLanguage()
  const [enter, setEnter] = useState(
    () => localStorage.getItem(enterKey) ?? (matchMedia('(pointer: fine)').matches ? 'send' : 'newline'),
  )
  return (
    <Section id="preferences" title={text.preferences} lead={text.preferencesLead}>
      <div className="grid gap-4 md:grid-cols-2">
        <SelectField
          label={text.theme}
          value={theme}
          onChange={({ target }) => setTheme(target.value as Theme)}
        >
          <option value="system">{text.themeSystem}</option>
          <option value="light">{text.themeLight}</option>
          <option value="dark">{text.themeDark}</option>
        </SelectField>
        <SelectField
          label={text.language}
          value={language}
          onChange={({ target }) => setLanguage(target.value as Language)}
        >
          <option value="zh" lang="zh">
            中文
          </option>
          <option value="en" lang="en">
            English
          </option>
        </SelectField>
        <SelectField
          label={text.enter}
          value={enter}
          onChange={({ target }) => {
            localStorage.setItem(enterKey, target.value)
            setEnter(target.value)
          }}
        >
          <option value="send">{text.enterSend}</option>
          <option value="newline">{text.enterLine}</option>
        </SelectField>
      </div>
      <TextLink to={paths.personal()}>{text.toPersonal}</TextLink>
    </Section>
  )
}
