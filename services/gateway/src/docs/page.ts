/** The page of GET /api/docs: Swagger UI from our own files, no inline script. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lingzhi API</title>
<link rel="icon" href="/favicon.ico" type="image/svg+xml">
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
<link rel="stylesheet" href="/api/docs/assets/page.css">
<link rel="preload" href="/api/docs/json" as="fetch" crossorigin>
<main id="docs"><p class="wait">Loading …</p></main>
<section id="reference"></section>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script src="/api/docs/assets/start.js"></script>
</html>
`

/**
 * Shows the beginning of the description, then the operations, then the rest of the description: limits and problems are for
 * looking up. The examples name the address that this page came from.
 */
export const start = `const common = { deepLinking: true, docExpansion: 'list', defaultModelsExpandDepth: 0, validatorUrl: null }
fetch('/api/docs/json', { credentials: 'same-origin' })
  .then((response) => {
    if (!response.ok) throw new Error('The description cannot be read: ' + response.status)
    return response.json()
  })
  .then((spec) => {
    const [first, ...rest] = spec.info.description.split(/\\n(?=## )/)
    const beginning = first.replaceAll('http://127.0.0.1:8080', location.origin)
    const show = (dom_id, info, more) => SwaggerUIBundle({ ...common, dom_id, spec: { ...spec, ...more, info }, onComplete: addButtons })
    show('#docs', { ...spec.info, description: beginning }, {})
    show('#reference', { title: 'Look up', version: '', description: rest.join('\\n') }, { paths: {}, tags: [], servers: [], components: {} })
  })
  .catch((error) => {
    document.querySelector('#docs').textContent = error.message
  })

function addButtons() {
  for (const block of document.querySelectorAll('.info .renderedMarkdown pre')) {
    if (block.querySelector('button')) continue
    const text = block.textContent
    const button = document.createElement('button')
    button.textContent = 'Copy'
    button.onclick = async () => {
      try {
        await navigator.clipboard.writeText(text)
        button.textContent = 'Copied'
      } catch {
        // Without TLS there is no clipboard: mark the text instead.
        getSelection().selectAllChildren(block.querySelector('code') ?? block)
      }
    }
    block.append(button)
  }
}
`

export const style = `body { margin: 0; background: #fafafa }
.wait { font: 16px sans-serif; text-align: center; padding: 4em }
.swagger-ui .info { margin: 24px 0 }
.swagger-ui .info .renderedMarkdown pre { position: relative; background: #24292f; border-radius: 6px; overflow-x: auto }
.swagger-ui .info .renderedMarkdown pre > code { display: block; background: none; color: #f0f3f6; font-size: 13px; font-weight: 400; line-height: 1.5; padding: 12px 16px; white-space: pre }
.swagger-ui .info .renderedMarkdown pre > button { position: absolute; top: 8px; right: 8px; border: 1px solid #6e7781; border-radius: 4px; background: #32383f; color: #f0f3f6; padding: 3px 10px; cursor: pointer; font: 12px sans-serif }
.swagger-ui .scheme-container { padding: 12px 0; margin: 0 0 12px; box-shadow: none; background: none }
.swagger-ui .info table { border-collapse: collapse; width: 100% }
.swagger-ui .info table tbody tr td, .swagger-ui .info table tbody tr td:first-of-type, .swagger-ui .info table th { padding: 4px 12px 4px 0; text-align: left; vertical-align: top }
#reference .wrapper:not(:has(.info)), #reference .scheme-container, #reference .info .title small { display: none }
.swagger-ui .opblock .renderedMarkdown pre { overflow-x: auto }
.swagger-ui .opblock .renderedMarkdown pre > code { white-space: pre }
@media (max-width: 640px) {
  .swagger-ui .info table, .swagger-ui .opblock .renderedMarkdown table { display: block; overflow-x: auto }
  .swagger-ui .response-col_links { display: none }
}
`
