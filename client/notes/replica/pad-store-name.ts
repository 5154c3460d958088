/** The name of what this device keeps of notes. */
export const PAD_STORE = "midcycle-notes";
