import { html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { LIMITS } from "../../shared/limits.ts";
import type { TopicView } from "../../shared/meetup/view.ts";
import type { Problem } from "../../shared/problem.ts";
import { dialogHead } from "../look/dialog-head.ts";
import { formError } from "../look/field-error.ts";
import { LightElement } from "../look/light-element.ts";
import { textArea } from "../look/text-area.ts";
import { textField } from "../look/text-field.ts";
import { done } from "../look/open-dialog.ts";
import { openForm } from "../look/open-form.ts";
import { askFromDialog } from "../meetup/ask-from-dialog.ts";
import { onlyChanged } from "../schedule/only-changed.ts";
import type { MeetupReplica } from "../replica/meetup-replica.ts";
import { ofAllTags, parseTags } from "./parse-tags.ts";

/** Opens a topic for changes by its maker or an organizer. */
export function openTopicEditor(replica: MeetupReplica, topic: TopicView): void {
  const editor = document.createElement("topic-editor") as TopicEditor;
  Object.assign(editor, { replica, topic });
  openForm(editor);
}

/** The words of a topic, to be changed. */
@customElement("topic-editor")
export class TopicEditor extends LightElement {
  @property({ attribute: false }) replica!: MeetupReplica;
  @property({ attribute: false }) topic!: TopicView;
  @state() private refusal: Problem | undefined;

  protected override render() {
    const { title, description, tags } = this.topic;
    return html`<form class="dialog-form" novalidate @submit=${this.save}>
      ${dialogHead(this, "Edit the topic")}
      ${textField(this.refusal, { id: "edit-title", name: "title", label: "Title", maxLength: LIMITS.topicTitle.max, value: title })}
      ${textArea(this.refusal, { id: "edit-text", name: "description", label: "What it is about", rows: 5, maxLength: LIMITS.description.max, value: description })}
      ${textField(this.refusal, { id: "edit-tags", name: "tags", label: "Tags, with commas between", value: tags.join(", ") })}
      ${formError(this.refusal, ["title", "description", "tags"])}
      <div class="dialog-end"><button class="btn btn--primary">Save</button></div>
    </form>`;
  }

  private readonly save = async (event: Event) => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => (fields.get(name) as string).replaceAll("\r\n", "\n").trim();
    const { id: topicId, title, description } = this.topic;
    const wish = { title: text("title"), description: text("description"), tags: text("tags") };
    // Others may have changed the rest meanwhile.
    const { tags, ...set } = onlyChanged(wish, { title, description, tags: this.topic.tags.join(", ") });
    const edit = { type: "topic.edit" as const, topicId, ...set, ...(tags !== undefined && { tags: parseTags(tags) }) };
    if (Object.keys(edit).length === 2) return done(this);
    const answer = await askFromDialog(this, this.replica, edit, "Your change to the topic did not count.");
    this.refusal = ofAllTags(answer.refusal, edit.tags ?? []);
  };
}
