// When a part of the page can be had no more.

const RELOADED = 'reloaded-at'
/** Within it a second failure is not a release's doing. */
const A_WHILE_MS = 60_000

/** A release in between has taken the page's parts away: it is loaded anew, once. */
export function reloadOnce(): undefined {
  const last = Number(sessionStorage.getItem(RELOADED) ?? -Infinity)
  const nowMs = performance.timeOrigin + performance.now()
  if (nowMs - last < A_WHILE_MS) return undefined
  sessionStorage.setItem(RELOADED, String(nowMs))
  location.reload()
  return undefined
}
