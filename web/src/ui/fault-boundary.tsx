import type { ReactNode } from 'react'
import { Component } from 'react'
import { Button } from './button.tsx'
import { useUiText } from './ui.text.ts'

/** Keeps a fault of one page from taking the others along: the sidebar stays, and the page says what to do. */
export class FaultBoundary extends Component<{ at: string; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  /** Another page is another chance. */
  override componentDidUpdate(before: { at: string }) {
    if (before.at !== this.props.at && this.state.failed) this.setState({ failed: false })
  }

  override render() {
    return this.state.failed ? <Broken /> : this.props.children
  }
}

function Broken() {
  const text = useUiText()
  return (
    <div role="alert" className="grid h-full place-content-center justify-items-center gap-3 p-6 text-center">
      <p className="text-lg font-semibold">{text.broken}</p>
      <p className="text-sm text-ink-2">{text.brokenWhat}</p>
      <Button kind="primary" onClick={() => location.reload()}>
        {text.reload}
      </Button>
    </div>
  )
}
