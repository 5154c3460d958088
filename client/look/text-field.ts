import { html, nothing, type TemplateResult } from "lit";
import type { Problem } from "../../shared/problem.ts";
import { fieldError, messageFor } from "./field-error.ts";

/** One line of a form that people fill in. */
export interface TextField {
  id: string;
  /** Its name in the form, by which a refusal names it too unless `path` says otherwise. */
  name: string;
  label: string | TemplateResult;
  path?: string;
  type?: "text" | "date" | "time" | "number" | "url";
  value?: string;
  placeholder?: string;
  maxLength?: number;
  inputMode?: "numeric";
  /** The id of a list of what is offered. */
  list?: string;
  min?: number;
  max?: number;
  step?: number;
  /** What stands between it and what is wrong with it. */
  below?: TemplateResult;
  /** The id of what is wrong with several fields together, which stands elsewhere. */
  errorId?: string;
  /** Nothing that one would spell: a name of a network, a password. */
  isVerbatim?: boolean;
}

/** The field with its label and, where a refusal names it, what is wrong with it. */
export function textField(refusal: Problem | undefined, field: TextField): TemplateResult {
  const { id, name, label, path = name, type = "text", value = "", errorId = `${id}-error` } = field;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      class="input"
      id=${id}
      name=${name}
      type=${type}
      autocomplete="off"
      placeholder=${field.placeholder ?? nothing}
      maxlength=${field.maxLength ?? nothing}
      inputmode=${field.inputMode ?? nothing}
      list=${field.list ?? nothing}
      min=${field.min ?? nothing}
      max=${field.max ?? nothing}
      step=${field.step ?? nothing}
      autocapitalize=${field.isVerbatim ? "off" : nothing}
      spellcheck=${field.isVerbatim ? "false" : nothing}
      .value=${value}
      aria-invalid=${messageFor(refusal, path) !== undefined}
      aria-describedby=${errorId}
    />
    ${field.below ?? nothing} ${field.errorId === undefined ? fieldError(refusal, path, errorId) : nothing}
  </div>`;
}
