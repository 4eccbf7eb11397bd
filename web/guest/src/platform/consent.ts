/**
 * WeChat sends a message only when the guest has agreed just before, by a tap. The answer never matters to what the
 * guest is doing, so it is not waited for.
 */
export function askForMessages(): void {
  // #ifdef MP-WEIXIN
  if (__TEMPLATES__.length) uni.requestSubscribeMessage({ tmplIds: __TEMPLATES__, fail: () => undefined })
  // #endif
}
