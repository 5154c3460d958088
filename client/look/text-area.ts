import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../../shared/problem.ts";
import { fieldError, messageFor } from "./field-error.ts";

/** Several lines of a form that people fill in. */
export interface TextArea {
  id: string;
  /** Its name in the form, by which a refusal names it too unless `path` says otherwise. */
  name: string;
  label: string | TemplateResult;
  path?: string;
  rows: number;
  value: string;
  placeholder?: string;
  maxLength?: number;
}

/** The field with its label and, where a refusal names it, what is wrong with it. */
export function textArea(refusal: Problem | undefined, field: TextArea): TemplateResult {
  const { id, name, label, path = name } = field;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <textarea
      class="input"
      id=${id}
      name=${name}
      rows=${field.rows}
      placeholder=${field.placeholder ?? nothing}
      maxlength=${field.maxLength ?? nothing}
      .value=${field.value}
      aria-invalid=${messageFor(refusal, path) !== undefined}
      aria-describedby="${id}-error"
    ></textarea>
    ${fieldError(refusal, path, `${id}-error`)}
  </div>`;
}
