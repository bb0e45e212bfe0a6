/** Redraws the list while the window scrolls or changes its size, and tells when it has come to rest or is shown again. */
export function listenToWindow(on: { draw: () => void; settled: () => void; shownAgain: () => void }): void {
  let frame: number | undefined;
  let rest: number | undefined;
  const moved = (): void => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      on.draw();
    });
    clearTimeout(rest);
    rest = setTimeout(on.settled, 150);
  };
  window.addEventListener('scroll', moved, { passive: true });
  window.addEventListener('resize', moved, { passive: true });
  document.addEventListener('visibilitychange', () => {
    // A hidden webview loses messages.
    if (document.visibilityState === 'visible') {
      on.shownAgain();
    }
  });
}
