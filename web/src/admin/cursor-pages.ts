/** How a list of the API is read page by page: each page names the cursor of the next one, null at the end. */
export const cursorPages = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor ?? undefined,
}
