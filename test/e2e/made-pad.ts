import { named, type Visitor } from "../together/support/visitor.ts";

/** Notes of a topic, in a meetup of their own. */
export interface MadePad {
  organizer: Visitor;
  slug: string;
  padId: string;
  /** Of the page. */
  address: string;
}

/** Makes them at a server. */
export async function makePad(url: string): Promise<MadePad> {
  const organizer = await named(url, "Olga Organizer");
  const { slug } = await organizer.makesMeetup();
  const padId = await organizer.makesPad(slug, "Caching at the edge");
  return { organizer, slug, padId, address: `/m/${slug}/notes/${padId}` };
}
