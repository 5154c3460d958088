/**
 * Whether a key belongs to an input method: Enter takes the word that it offers, Escape lets go of it. Safari sends such a
 * key once the composing has ended, and tells it by its old code only.
 */
export function isComposing(event: KeyboardEvent): boolean {
  const PROCESSED_BY_INPUT_METHOD = 229;
  return event.isComposing || event.keyCode === PROCESSED_BY_INPUT_METHOD;
}
