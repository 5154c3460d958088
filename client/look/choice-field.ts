import { html, nothing, type TemplateResult } from "lit";

/** A field of a form in which people choose one of a few. */
export interface ChoiceField<Value extends string> {
  id: string;
  /** Its name in the form, where the form is read as a whole. */
  name?: string;
  label: string;
  options: readonly { value: Value; words: string; isTaken?: boolean }[];
  chosen: Value | undefined;
  /** Hears of each choice. */
  choose?: (value: Value) => void;
  /** What stands below, such as what is wrong with it. */
  below?: TemplateResult | typeof nothing;
}

/** The field with its label. What is taken stands there, and can't be chosen. */
export function choiceField<Value extends string>(field: ChoiceField<Value>): TemplateResult {
  const { id, options, chosen, choose } = field;
  return html`<div class="field">
    <label for=${id}>${field.label}</label>
    <select
      class="input"
      id=${id}
      name=${field.name ?? nothing}
      @change=${(event: Event) => choose?.((event.target as HTMLSelectElement).value as Value)}
    >
      ${options.map(({ words, isTaken = false, ...option }) => {
        const value: string = option.value;
        return html`<option value=${value} .selected=${value === chosen} ?disabled=${isTaken}>${words}</option>`;
      })}
    </select>
    ${field.below ?? nothing}
  </div>`;
}
