import { useState } from 'react'
import { SelectField, TextArea } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { parseObject, withSetting } from './draft.ts'
import { useEditorText } from './editor.text.ts'
import { budgetOf, linesOf, modeOf, numberOf, textOf, thinkingOf } from './model-settings.ts'
import { SettingField, SettingLines } from './setting-field.tsx'

interface Props {
  /** model_config as JSON: the fields are a view of it, and what they do not know stays as it is. */
  model: string
  onChange: (model: string) => void
  fault: (path: string) => string | undefined
}

/** The model's settings in plain words, and the whole as JSON for who prefers that. */
export function ModelFields({ model, onChange, fault }: Props) {
  const text = useEditorText()
  const settings = parseObject(model)
  const [raw, setRaw] = useState(!settings)
  const set = (name: string) => (value: unknown) => onChange(withSetting(model, name, value))
  const of = (name: string) => ({
    value: settings?.[name],
    onChange: set(name),
    error: fault(`model_config.${name}`),
  })
  const numbers: [name: string, label: string, hint: string][] = [
    ['temperature', text.temperature, text.temperatureHint],
    ['top_p', text.topP, text.topPHint],
    ['max_tokens', text.maxTokens, text.maxTokensHint],
    ['context_window', text.contextWindow, text.contextWindowHint],
    ['frequency_penalty', text.frequencyPenalty, text.frequencyPenaltyHint],
    ['presence_penalty', text.presencePenalty, text.presencePenaltyHint],
    ['seed', text.seed, text.seedHint],
  ]
  const fields = ['model', 'thinking', 'fallback_models', 'stop', ...numbers.map(([name]) => name)]
  // Of a member that no field shows, such as a misspelt one: only the text shows it.
  const hidden = fields.some((name) => fault(`model_config.${name}`)) ? undefined : fault('model_config')
  const mode = modeOf(settings?.thinking)
  return (
    <Section title={text.modelPart} lead={text.modelLead}>
      {/* Settings that are no JSON object cannot be shown as fields: only the text itself can mend them. */}
      {settings && (
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <SettingField {...of('model')} label={text.model} hint={text.modelHint} read={textOf} />
          <SelectField
            label={text.thinking}
            error={fault('model_config.thinking')}
            value={mode}
            onChange={(event) => set('thinking')(thinkingOf(event.target.value, budgetOf(settings.thinking)))}
          >
            <option value="">{text.thinkingDefault}</option>
            <option value="enabled">{text.thinkingOn}</option>
            <option value="disabled">{text.thinkingOff}</option>
            <option value="auto">{text.thinkingAuto}</option>
          </SelectField>
          <SettingLines
            {...of('fallback_models')}
            label={text.fallback}
            hint={text.fallbackHint}
            read={linesOf}
          />
          {mode !== '' && mode !== 'disabled' && (
            <SettingField
              label={text.budget}
              hint={text.budgetHint}
              numeric
              read={numberOf}
              value={budgetOf(settings.thinking)}
              error={fault('model_config.thinking.budget_tokens')}
              onChange={(budget) => set('thinking')(thinkingOf(mode, budget))}
            />
          )}
          {numbers.map(([name, label, hint]) => (
            <SettingField key={name} {...of(name)} label={label} hint={hint} numeric read={numberOf} />
          ))}
          <SettingLines {...of('stop')} label={text.stop} hint={text.stopHint} read={linesOf} />
        </div>
      )}
      <details open={raw || hidden !== undefined} onToggle={(event) => setRaw(event.currentTarget.open)}>
        <summary className="min-h-11 py-2 text-sm font-semibold text-brand md:min-h-8">{text.raw}</summary>
        <TextArea
          label={text.rawLabel}
          hint={text.rawHint}
          error={settings ? hidden : text.rawFault}
          rows={10}
          spellCheck={false}
          className="font-mono text-sm"
          value={model}
          onChange={(event) => onChange(event.target.value)}
        />
      </details>
    </Section>
  )
}
