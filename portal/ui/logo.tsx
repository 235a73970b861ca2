// The mark: a receipt whose printed line is a play button.
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 24 30" width="24" height="30" aria-hidden="true">
      <path class="logo-paper" d="M2 2h20v24.5l-3.3-2.6-3.4 2.6-3.3-2.6-3.3 2.6-3.4-2.6L2 26.500z" />
      <path class="logo-ink" d="M9 7.500v8l7-4z" />
    </svg>
  )
}
