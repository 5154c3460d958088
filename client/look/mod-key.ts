/** Whether this device's keyboard has ⌘ where others have Ctrl. */
export const isMac = /Mac|iP(?:hone|ad)/u.test(navigator.userAgent);
