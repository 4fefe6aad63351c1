import './styles/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startSession } from './session/session.ts'
import { listenToShortcuts } from './ui/shortcuts.ts'

startSession()
listenToShortcuts()
createRoot(document.getElementById('root')!).render(<App />)
