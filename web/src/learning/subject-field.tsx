import type { ComponentProps } from 'react'
import { SelectField } from '../ui/field.tsx'
import { subjects, useLearningText } from './learning.text.ts'

/** A choice of subject; `any`: none may be chosen, as an empty value. */
export function SubjectField({
  any,
  ...rest
}: { any?: boolean } & Omit<ComponentProps<typeof SelectField>, 'label' | 'children'>) {
  const text = useLearningText()
  return (
    <SelectField label={text.subject} {...rest}>
      {any && <option value="">{text.anySubject}</option>}
      {subjects.map((subject) => (
        <option key={subject} value={subject}>
          {text[subject]}
        </option>
      ))}
    </SelectField>
  )
}
