/** The page of GET /api/docs: Swagger UI from our own files, no inline script. */
export const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lingzhi API</title>
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
<div id="docs"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script src="/api/docs/assets/start.js"></script>
</html>
`

export const start = `SwaggerUIBundle({
  url: '/api/docs/json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  displayRequestDuration: true,
  validatorUrl: null,
})
`
