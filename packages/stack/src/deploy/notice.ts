/** First lines of a file that is generated; every format here comments with a hash sign. */
export const notice = `# Made by \`npm run generate\` from the list of services (packages/contracts/src/services.json): change that, or
# packages/stack/src/deploy/, never this file.
`
